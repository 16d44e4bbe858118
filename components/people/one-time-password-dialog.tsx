"use client";

import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { OneTimePasswordDto } from "#lib/services/user/user-dto.ts";

type OneTimePasswordDialogProps = { handedOut: OneTimePasswordDto | null; onClose: () => void };

/** The only time that a one-time password can be read. */
export function OneTimePasswordDialog({ handedOut, onClose }: OneTimePasswordDialogProps) {
  // Kept while the dialog fades, so that it doesn't go blank first.
  const last = useRef(handedOut);
  if (handedOut) {
    last.current = handedOut;
  }
  const shown = handedOut ?? last.current;
  return (
    <Dialog
      isOpen={handedOut !== null}
      onOpenChange={onClose}
      title={`One-time password of ${shown?.user.name ?? ""}`}
      description="Pass it on by a way you trust. It is shown now and never again; the first thing it asks for is a password of their own."
      footer={
        <Button variant="primary" onClick={onClose}>
          I've passed it on
        </Button>
      }
    >
      <dl className="flex flex-col gap-3">
        <div>
          <dt className="plate text-dim">Email</dt>
          <dd>{shown?.user.email}</dd>
        </div>
        <div>
          <dt className="plate text-dim">One-time password</dt>
          <dd className="mt-1 flex items-center justify-between gap-3 rounded-md border border-edge bg-well px-3 py-2">
            <code className="select-all font-mono text-lg [overflow-wrap:anywhere]">
              {shown?.oneTimePassword}
            </code>
            <CopyButton value={shown?.oneTimePassword ?? ""} label="Copy password" />
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}
