"use client";

import { Archive, Truck } from "lucide-react";
import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { archiveTenant } from "#lib/actions/tenant.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { LeftOvers } from "./left-overs.tsx";
import { MoveDialog } from "./move-dialog.tsx";

type LeftBehindProps = { tenant: TenantDto; canOperate: boolean };

/** Above a tenant whose host's agent is gone: what isn't known, and the ways out. */
export function LeftBehind({ tenant, canOperate }: LeftBehindProps) {
  const [dialog, setDialog] = useState<"move" | "archive" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Callout
        tone="danger"
        role="status"
        title={`${tenant.host.name} isn't heard any more: its agent was replaced, and its state is gone.`}
        action={
          canOperate ? (
            <span className="flex flex-wrap gap-2">
              <Button icon={<Truck aria-hidden="true" />} onClick={() => setDialog("move")}>
                Move…
              </Button>
              <Button icon={<Archive aria-hidden="true" />} onClick={() => setDialog("archive")}>
                Archive…
              </Button>
            </span>
          ) : null
        }
      >
        <p>
          Nobody can be asked what this Gateway is doing, and nothing of it is sent to the agent that answers
          there now. Bring the old state back from a backup, or move the tenant to a host that is heard, or
          archive it.
        </p>
      </Callout>
      <MoveDialog tenant={tenant} isOpen={dialog === "move"} onClose={close} />
      <ArchiveDialog tenant={tenant} isOpen={dialog === "archive"} onClose={close} />
    </>
  );
}

type ArchiveDialogProps = { tenant: TenantDto; isOpen: boolean; onClose: () => void };

function ArchiveDialog({ tenant, isOpen, onClose }: ArchiveDialogProps) {
  const archive = useCommand(archiveTenant, { onDone: onClose });
  const failure = archive.error ? toFailure(archive.error) : null;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={() => {
        archive.reset();
        onClose();
      }}
      title={`Archive ${tenant.name}`}
      description="It leaves the lists; its record stays. Nothing on the machine is touched:"
      confirmLabel="Archive"
      isDangerous
      typeToConfirm={tenant.slug}
      isPending={archive.isPending}
      error={failure ? [failure.message, failure.nextStep].filter(Boolean).join(" ") : null}
      onConfirm={() => archive.run({ slug: tenant.slug })}
    >
      <LeftOvers tenant={tenant} />
    </ConfirmDialog>
  );
}
