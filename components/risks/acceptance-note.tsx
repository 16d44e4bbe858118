"use client";

import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { revokeAcceptance } from "#lib/actions/risk.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";

type AcceptanceNoteProps = { slug: string; acceptance: AcceptanceDto; canOperate: boolean };

const states: Record<AcceptanceDto["state"], string> = {
  valid: "Accepted",
  expired: "No longer accepted: its last day has passed",
  outgrown: "No longer enough: something else is wrong now",
  idle: "Accepted, and not found when last looked at",
};

/** Who answers for a risk, why and until when; and whether that still covers it. */
export function AcceptanceNote({ slug, acceptance, canOperate }: AcceptanceNoteProps) {
  const revoke = useCommand(revokeAcceptance);
  // The day on which it ends is the one after its last.
  const lastDay = new Date(Date.parse(acceptance.expiresAt) - 1).toISOString().slice(0, 10);
  return (
    <div className="rounded-md border border-edge bg-well px-3 py-2 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p className="font-medium">{states[acceptance.state]}</p>
        {canOperate ? (
          <Button
            size="sm"
            isPending={revoke.isPending}
            onClick={() => revoke.run({ slug, acceptanceId: acceptance.id })}
          >
            Revoke
          </Button>
        ) : null}
      </div>
      <p className="mt-1 max-w-prose whitespace-pre-line [overflow-wrap:anywhere]">{acceptance.reason}</p>
      {acceptance.sources.length > 0 ? (
        <p className="mt-1 text-dim">For attempts from {namesOf(acceptance.sources)}.</p>
      ) : null}
      <p className="mt-1 text-dim">
        {acceptance.ownerName} answers for it until <Mono>{lastDay}</Mono>. Accepted
        {acceptance.acceptedByName === acceptance.ownerName ? "" : ` by ${acceptance.acceptedByName}`} on{" "}
        <Mono>{acceptance.createdAt.slice(0, 10)}</Mono>.
      </p>
      <FormFailure error={revoke.error} />
    </div>
  );
}

const shownNames = 5;

function namesOf(sources: readonly string[]): string {
  const more = sources.length - shownNames;
  const shown = sources.slice(0, shownNames).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
