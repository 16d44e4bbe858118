"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { toFailure, unwrapAction } from "#components/answers/api-error.ts";
import { ChangePasswordForm } from "#components/auth/change-password-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { revokeOtherSessions } from "#lib/actions/session.ts";
import type { SessionDto } from "#lib/services/session/session-dto.ts";
import { SessionList } from "./session-list.tsx";
import { sessionsKey, sessionsOf } from "./sessions-queries.ts";

type AccountViewProps = {
  person: { name: string; email: string; roleLabel: string; roleHint: string };
  sessions: readonly SessionDto[];
};

export function AccountView({ person, sessions }: AccountViewProps) {
  const queryClient = useQueryClient();
  // Remounted after a change, so that no password stays in the form.
  const [changes, setChanges] = useState(0);
  return (
    <>
      <PageHeader title="Account" meta="Your own name, password and browsers." />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <div className="flex flex-col gap-6">
          <Section title="You">
            <DefinitionList
              items={[
                { term: "Name", value: person.name },
                { term: "Email", value: person.email },
                {
                  term: "Role",
                  value: (
                    <>
                      {person.roleLabel}
                      <span className="block text-dim">{person.roleHint}</span>
                    </>
                  ),
                },
              ]}
            />
            <p className="py-2 text-faint text-sm">An owner changes these under People.</p>
          </Section>
          <Section title="Sessions" aside={<EndOthers sessions={sessions} />}>
            <SessionList userId={null} initial={sessions} />
          </Section>
        </div>
        <Section title="Password">
          <div className="max-w-md py-2">
            <ChangePasswordForm
              key={changes}
              onChanged={(revokedSessions) => {
                setChanges(changes + 1);
                void queryClient.invalidateQueries({ queryKey: sessionsKey });
                toast("Password changed.", {
                  description: revokedSessions > 0 ? "Your other browsers were signed out." : undefined,
                });
              }}
            />
          </div>
        </Section>
      </div>
    </>
  );
}

function EndOthers({ sessions: initial }: { sessions: readonly SessionDto[] }) {
  const queryClient = useQueryClient();
  const sessions = useQuery({ ...sessionsOf(null), initialData: [...initial] });
  const end = useMutation({
    mutationFn: () => unwrapAction(revokeOtherSessions()),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
    onError: (error) => toast.error(toFailure(error).message),
  });
  if (sessions.data.length < 2) {
    return null;
  }
  return (
    <Button size="sm" onClick={() => end.mutate()} isPending={end.isPending}>
      End all others
    </Button>
  );
}
