"use client";

import { useState } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { checkModelKey } from "#lib/actions/credential.ts";
import type { KeyCheckDto } from "#lib/services/credential/credential-dto.ts";
import { HolderNote } from "./holder-note.tsx";

type KeyCheckProps = {
  /** Reads what is typed now. */
  readInput: () => Parameters<typeof checkModelKey>[0];
};

/** Asks the provider whether it takes the key, before anything is saved. */
export function KeyCheck({ readInput }: KeyCheckProps) {
  const [answer, setAnswer] = useState<KeyCheckDto | null>(null);
  const check = useCommand((_: null) => checkModelKey(readInput()), {
    onDone: setAnswer,
    onFailure: () => setAnswer(null),
  });
  return (
    <div className="flex flex-col items-start gap-3">
      <Button size="sm" isPending={check.isPending} onClick={() => check.run(null)}>
        Check key
      </Button>
      <FormFailure error={check.error} />
      {answer ? <KeyAnswer {...answer} /> : null}
    </div>
  );
}

/** Accepted, refused or not verified, with the next step. */
export function KeyAnswer({ answer, missing, sharedWith }: KeyCheckDto) {
  return (
    <div role="status" className="flex w-full flex-col gap-3">
      {answer.state === "accepted" ? (
        <Callout title="The provider takes it">
          {answer.models === null ? "It doesn't say which models it has." : `It has ${count(answer.models)}.`}
        </Callout>
      ) : null}
      {answer.state === "refused" ? (
        <Callout tone="danger" title="Refused">
          {answer.reason} Copy the key again from the provider.
        </Callout>
      ) : null}
      {answer.state === "not-verified" ? (
        <Callout tone="caution" title="Not verified">
          {answer.reason} You can save it all the same.
        </Callout>
      ) : null}
      {missing.length > 0 ? (
        <Callout tone="caution" title="The provider doesn't list all of these models">
          <Mono>{missing.join(", ")}</Mono>. Compare the names with its own.
        </Callout>
      ) : null}
      <HolderNote sharedWith={sharedWith}>Use a key of this tenant's own.</HolderNote>
    </div>
  );
}

function count(models: readonly string[]): string {
  return models.length === 1 ? "one model" : `${models.length} models`;
}
