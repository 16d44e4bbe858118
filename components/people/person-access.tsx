"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { sessionsKey } from "#components/account/sessions-queries.ts";
import { unwrapAction } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Section } from "#components/ui/section.tsx";
import { resetPassword } from "#lib/actions/user.ts";
import type { OneTimePasswordDto, UserDto } from "#lib/services/user/user-dto.ts";
import { peopleKey } from "./people-queries.ts";
import { useUpdatePerson } from "./use-update-person.ts";

type PersonAccessProps = {
  person: UserDto;
  isOneself: boolean;
  onPasswordReset: (handedOut: OneTimePasswordDto) => void;
};

type Question = "disable" | "reset" | null;

/** A new one-time password, and taking away or giving back the right to sign in. */
export function PersonAccess({ person, isOneself, onPasswordReset }: PersonAccessProps) {
  const queryClient = useQueryClient();
  const [question, setQuestion] = useState<Question>(null);
  const close = () => setQuestion(null);
  const update = useUpdatePerson(person, (user) => {
    close();
    toast(user.isDisabled ? `${user.name} can no longer sign in.` : `${user.name} can sign in again.`);
  });
  const reset = useMutation({
    mutationFn: () => unwrapAction(resetPassword({ userId: person.id })),
    onSuccess: (handedOut) => {
      void queryClient.invalidateQueries({ queryKey: peopleKey });
      void queryClient.invalidateQueries({ queryKey: sessionsKey });
      close();
      onPasswordReset(handedOut);
    },
  });
  const ask = (next: Question) => {
    update.reset();
    reset.reset();
    setQuestion(next);
  };

  return (
    <Section title="Access" frame="plain">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => ask("reset")} disabled={isOneself}>
          New one-time password
        </Button>
        {person.isDisabled ? (
          <Button onClick={() => update.mutate({ isDisabled: false })} isPending={update.isPending}>
            Enable
          </Button>
        ) : (
          <Button variant="danger" onClick={() => ask("disable")} disabled={isOneself}>
            Disable
          </Button>
        )}
      </div>
      {isOneself ? (
        <p className="mt-2 text-dim text-sm">
          Your own password is changed under Account. Another owner can disable you.
        </p>
      ) : null}
      {question === null ? <FormFailure error={update.error} /> : null}
      <ConfirmDialog
        isOpen={question === "disable"}
        onOpenChange={close}
        title={`Disable ${person.name}?`}
        description="They are signed out everywhere at once and can't sign in again until they are enabled. What they did stays in the record."
        confirmLabel="Disable"
        isDangerous
        onConfirm={() => update.mutate({ isDisabled: true })}
        isPending={update.isPending}
      >
        <FormFailure error={update.error} />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === "reset"}
        onOpenChange={close}
        title={`New one-time password for ${person.name}?`}
        description="Their present password stops working and they are signed out everywhere. You'll see the new one once."
        confirmLabel="Make a new password"
        onConfirm={() => reset.mutate()}
        isPending={reset.isPending}
      >
        <FormFailure error={reset.error} />
      </ConfirmDialog>
    </Section>
  );
}
