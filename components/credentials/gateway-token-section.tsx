"use client";

import { useState } from "react";
import { toast } from "sonner";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Section } from "#components/ui/section.tsx";
import { rotateGatewayToken } from "#lib/actions/credential.ts";
import type {
  CredentialDto,
  RotatedTokenDto,
  SecretStatesDto,
} from "#lib/services/credential/credential-dto.ts";
import { CredentialFacts } from "./credential-facts.tsx";

type GatewayTokenSectionProps = {
  slug: string;
  token: CredentialDto | null;
  /** What the host has of the tenant's secrets now. */
  states: SecretStatesDto | undefined;
  canOperate: boolean;
  isBusy: boolean;
};

/** The secret that opens the Gateway itself. It is made on the host, and nobody types it. */
export function GatewayTokenSection({ slug, token, states, canOperate, isBusy }: GatewayTokenSectionProps) {
  const [isOpen, setOpen] = useState(false);
  const rotate = useCommand(rotateGatewayToken, {
    onDone: (done) => {
      setOpen(false);
      toast(words(done));
    },
  });
  const failure = rotate.error ? toFailure(rotate.error) : null;
  return (
    <Section
      title="Gateway token"
      aside={
        canOperate ? (
          <Button size="sm" disabled={isBusy} onClick={() => setOpen(true)}>
            Rotate
          </Button>
        ) : null
      }
    >
      {token ? (
        <CredentialFacts credential={token} name="Made on the host" states={states} />
      ) : (
        <p className="text-dim text-sm">
          Made on the host when the tenant was set up, and not rotated since. The checklist has its
          fingerprint.
        </p>
      )}
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={(next) => {
          rotate.reset();
          setOpen(next);
        }}
        title="Rotate the Gateway token"
        description="The Gateway goes on running."
        confirmLabel="Rotate"
        isPending={rotate.isPending}
        error={failure ? [failure.message, failure.nextStep].filter(Boolean).join(" ") : null}
        onConfirm={() => rotate.run({ slug })}
      >
        <ul className="list-disc pl-5 text-sm">
          <li>The host makes a new token. A running Gateway takes it without a restart.</li>
          <li>Whoever has the old one is out: it is tried, and must be refused.</li>
          <li>Devices that were paired with this Gateway are removed.</li>
          <li>What uses the OpenAI-compatible API with the old token needs the new one.</li>
        </ul>
      </ConfirmDialog>
    </Section>
  );
}

function words({ running, removedDevices }: RotatedTokenDto): string {
  if (running === null) return "Rotated. The Gateway takes it when it starts.";
  const devices = removedDevices === 1 ? "1 device was" : `${removedDevices} devices were`;
  return `Rotated. The old token was tried and refused (${running.oldTokenStatus}); ${devices} removed.`;
}
