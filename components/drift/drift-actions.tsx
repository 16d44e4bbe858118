"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { adoptConfig, restoreConfig } from "#lib/actions/drift.ts";
import type { Drift } from "#lib/host-agent/contract/drift.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type DriftActionsProps = {
  drift: Drift;
  /** How many settings were adopted before and stay. */
  keptCount: number;
  tenant: TenantDto;
};

/** Put back what was written, or accept what was edited; each says first what it comes to. */
export function DriftActions({ drift, keptCount, tenant }: DriftActionsProps) {
  const [asking, setAsking] = useState<"adopt" | "restore" | null>(null);
  const close = () => setAsking(null);
  const restore = useCommand(restoreConfig, { onDone: close });
  const adopt = useCommand(adoptConfig, { onDone: close });
  const isBusy = tenant.unfinished !== null || tenant.hostChange !== null;
  const hash = drift.diskHash;
  const onOpenChange = (isOpen: boolean) => {
    if (isOpen) return;
    close();
    restore.reset();
    adopt.reset();
  };
  const paths = drift.changes.map(({ path }) => path);
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        disabled={isBusy || hash === null || drift.obstacles.length > 0}
        onClick={() => setAsking("adopt")}
      >
        Adopt the edit
      </Button>
      <Button variant="primary" disabled={isBusy} onClick={() => setAsking("restore")}>
        Restore what was written
      </Button>
      <ConfirmDialog
        isOpen={asking === "restore"}
        onOpenChange={onOpenChange}
        title="Restore what was written?"
        description={`The file goes back to what Bulkhead wrote${keptWords(keptCount)}. The edit named here is replaced and not kept. A running Gateway takes the change, or restarts where it has to.`}
        confirmLabel="Restore"
        isPending={restore.isPending}
        error={restore.error ? toFailure(restore.error).message : null}
        onConfirm={() => restore.run({ slug: tenant.slug })}
      >
        <Paths paths={paths} />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asking === "adopt"}
        onOpenChange={onOpenChange}
        title="Adopt the edit?"
        description="OpenClaw checks the file first. From then on these settings are kept, also when you restore what was written, until you stop keeping them here or choose something else for them in the dashboard."
        confirmLabel="Adopt"
        isPending={adopt.isPending}
        error={adopt.error ? toFailure(adopt.error).message : null}
        onConfirm={() => hash && adopt.run({ slug: tenant.slug, hash })}
      >
        <Paths paths={paths} />
      </ConfirmDialog>
    </div>
  );
}

/** Restoring is no way to get rid of what was adopted. */
function keptWords(count: number): string {
  if (count === 0) return "";
  return `, with the ${count === 1 ? "setting" : `${count} settings`} that you adopted before`;
}

function Paths({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <ul className="max-h-48 list-disc overflow-auto pl-4 font-mono text-xs leading-5">
      {paths.map((path) => (
        <li key={path} className="[overflow-wrap:anywhere]">
          {path}
        </li>
      ))}
    </ul>
  );
}
