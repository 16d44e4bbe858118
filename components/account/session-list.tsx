"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { unwrapAction } from "#components/answers/api-error.ts";
import { FailureState, FormFailure } from "#components/answers/failure-state.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { revokeSession } from "#lib/actions/session.ts";
import type { SessionDto } from "#lib/services/session/session-dto.ts";
import { describeBrowser } from "./describe-browser.ts";
import { sessionsKey, sessionsOf } from "./sessions-queries.ts";

type SessionListProps = { userId: string | null; initial?: readonly SessionDto[] | undefined };

/** Where somebody is signed in, with a way to end each. */
export function SessionList({ userId, initial }: SessionListProps) {
  const queryClient = useQueryClient();
  const sessions = useQuery({ ...sessionsOf(userId), ...(initial && { initialData: [...initial] }) });
  const revoke = useMutation({
    mutationFn: (sessionId: string) => unwrapAction(revokeSession({ sessionId })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  });
  if (!sessions.data) {
    return sessions.isError ? (
      <FailureState
        title="The sessions couldn't be read."
        error={sessions.error}
        onRetry={() => sessions.refetch()}
        isRetrying={sessions.isFetching}
      />
    ) : (
      <TableSkeleton rows={2} label="Loading sessions" />
    );
  }
  if (sessions.data.length === 0) {
    return <p className="py-2 text-dim text-sm">Not signed in anywhere.</p>;
  }
  return (
    <>
      <ul className="flex flex-col text-sm">
        {sessions.data.map((session) => (
          <li
            key={session.id}
            className="flex min-h-12 items-center justify-between gap-4 border-b py-2 last:border-b-0"
          >
            <div className="min-w-0">
              <p className="flex items-center gap-2 font-medium" title={session.userAgent}>
                {describeBrowser(session.userAgent)}
                {session.isCurrent ? <Badge tone="accent">this browser</Badge> : null}
              </p>
              <p className="text-dim">
                Last used <TimeAgo at={session.lastSeenAt} /> · signed in <TimeAgo at={session.createdAt} />
              </p>
            </div>
            {session.isCurrent ? null : (
              <Button
                size="sm"
                isPending={revoke.isPending && revoke.variables === session.id}
                onClick={() => revoke.mutate(session.id)}
              >
                End session
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FormFailure error={revoke.error} />
    </>
  );
}
