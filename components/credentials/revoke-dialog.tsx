"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { revokeIdentity } from "#lib/actions/credential.ts";
import type { IdentityReference, RevokedDto } from "#lib/services/credential/credential-dto.ts";

type RevokeDialogProps = {
  slug: string;
  /** Null while closed. */
  revoking: { readonly identity: IdentityReference; readonly name: string } | null;
  onClose: () => void;
};

/** Says what revoking does, does it, and shows what the host found afterwards. */
export function RevokeDialog({ slug, revoking, onClose }: RevokeDialogProps) {
  const [revoked, setRevoked] = useState<{ name: string; proof: RevokedDto["revocation"] } | null>(null);
  const revoke = useCommand(revokeIdentity, {
    onDone: ({ revocation }) => {
      setRevoked({ name: revoking?.name ?? "", proof: revocation });
      onClose();
    },
  });
  const failure = revoke.error ? toFailure(revoke.error) : null;
  return (
    <>
      <ConfirmDialog
        isOpen={revoking !== null}
        onOpenChange={(isOpen) => {
          if (isOpen) return;
          revoke.reset();
          onClose();
        }}
        title={`Revoke ${revoking?.name ?? ""}`}
        description="It stops working for this tenant at once."
        confirmLabel="Revoke"
        isDangerous
        isPending={revoke.isPending}
        error={failure ? [failure.message, failure.nextStep].filter(Boolean).join(" ") : null}
        onConfirm={() => revoking && revoke.run({ slug, identity: revoking.identity })}
      >
        <ul className="list-disc pl-5 text-sm">
          <li>Its secrets are removed from the host, and the tenant's files are searched for them.</li>
          <li>It leaves the Gateway's configuration. A running Gateway lets go of it.</li>
          <li>The provider still honours the secrets: revoke them there as well.</li>
        </ul>
      </ConfirmDialog>
      <Dialog
        isOpen={revoked !== null}
        onOpenChange={() => setRevoked(null)}
        title={`${revoked?.name ?? ""} is revoked`}
        footer={<Button onClick={() => setRevoked(null)}>Close</Button>}
      >
        {revoked ? <Proof proof={revoked.proof} /> : null}
      </Dialog>
    </>
  );
}

function Proof({ proof }: { proof: RevokedDto["revocation"] }) {
  if (proof === null) return <p>It had no secret on the host.</p>;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        {proof.isGone
          ? "The secrets file, read again, has nothing in its place."
          : "The secrets file, read again, still has it."}{" "}
        {proof.searchedFiles === null
          ? "It was gone before, so there was nothing to search for."
          : `${proof.searchedFiles} files of the tenant were searched for it.`}
      </p>
      {proof.foundIn.length > 0 ? (
        <Callout tone="danger" title="Copies were found">
          <p>Something kept them elsewhere in the tenant's tree. Revoke the secret at its provider now.</p>
          <ul className="mt-2">
            {proof.foundIn.map((file) => (
              <li key={file}>
                <Mono>{file}</Mono>
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      {proof.reload.state === "failed" ? (
        <Callout tone="caution" title="The running Gateway may still have it">
          {proof.reload.reason} Restart the Gateway.
        </Callout>
      ) : null}
    </div>
  );
}
