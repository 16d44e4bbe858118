"use client";

import { useState } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { checkCredential } from "#lib/actions/credential.ts";
import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { CredentialCheckDto } from "#lib/services/credential/credential-dto.ts";
import { HolderNote } from "./holder-note.tsx";

type IdentityCheckProps = {
  slug: string;
  kind: ChannelKind;
  /** Reads the secrets that are typed now. */
  readSecrets: () => Record<string, string>;
};

/** Says which bot a secret belongs to, and whether another tenant has it, before anything is saved. */
export function IdentityCheck({ slug, kind, readSecrets }: IdentityCheckProps) {
  const [answer, setAnswer] = useState<CredentialCheckDto | null>(null);
  const check = useCommand((_: null) => checkCredential({ slug, kind, secrets: readSecrets() }), {
    onDone: setAnswer,
    onFailure: () => setAnswer(null),
  });
  return (
    <div className="flex flex-col items-start gap-3">
      <Button size="sm" isPending={check.isPending} onClick={() => check.run(null)}>
        Which bot is this?
      </Button>
      <FormFailure error={check.error} />
      {answer ? <IdentityAnswer answer={answer} /> : null}
    </div>
  );
}

function IdentityAnswer({ answer: { identity, sharedWith } }: { answer: CredentialCheckDto }) {
  return (
    <div role="status" className="flex w-full flex-col gap-3">
      {identity?.state === "identified" ? (
        <Callout title={identity.name}>The provider knows it under the ID {identity.id}.</Callout>
      ) : null}
      {identity?.state === "refused" ? (
        <Callout tone="danger" title="Refused">
          {identity.reason} Copy the token again from the provider.
        </Callout>
      ) : null}
      {identity === null || identity.state === "not-verified" ? (
        <Callout tone="caution" title="Identity not verified">
          {identity?.reason ?? "There is nothing to ask the provider with."} You can save it all the same.
        </Callout>
      ) : null}
      <HolderNote sharedWith={sharedWith}>Use a bot of this tenant's own.</HolderNote>
    </div>
  );
}
