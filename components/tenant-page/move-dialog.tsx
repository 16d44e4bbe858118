"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { describeRoom, strongestCost } from "#components/host/capacity.tsx";
import { useHosts } from "#components/host/use-hosts.ts";
import { useCommand } from "#components/live/use-command.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { moveTenant } from "#lib/actions/tenant.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { LeftOvers } from "./left-overs.tsx";

type MoveDialogProps = { tenant: TenantDto; isOpen: boolean; onClose: () => void };

/** To which host a tenant goes, and what doesn't go along. */
export function MoveDialog({ tenant, isOpen, onClose }: MoveDialogProps) {
  const hosts = useHosts();
  const takers = (hosts.data ?? []).filter(({ id, isReachable }) => isReachable && id !== tenant.host.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [only, ...others] = takers;
  const target = takers.find(({ id }) => id === chosen) ?? (others.length === 0 ? only : undefined);
  const move = useCommand(moveTenant, { onDone: onClose });
  const failure = move.error ? toFailure(move.error) : null;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={() => {
        move.reset();
        onClose();
      }}
      title={`Move ${tenant.name}`}
      description="Its Gateway is provisioned anew on another host, with the same channels, models and tool policy. Nothing else goes along: its secrets have to be entered again, and its conversations, files and logs stay where they are."
      confirmLabel={target ? `Provision on ${target.name}` : "Provision"}
      isPending={move.isPending}
      error={failure ? [failure.message, failure.nextStep].filter(Boolean).join(" ") : null}
      onConfirm={() => target && move.run({ slug: tenant.slug, hostId: target.id })}
    >
      {tenant.host.isReplaced ? <LeftOvers tenant={tenant} /> : null}
      {takers.length === 0 ? (
        <p role="status">{hosts.data ? "No other host is heard." : "Looking which hosts are heard."}</p>
      ) : (
        <RadioCards
          legend="To which host?"
          name="host"
          value={target?.id ?? null}
          onValueChange={setChosen}
          options={takers.map((host) => ({ value: host.id, label: host.name, hint: roomOn(host) }))}
        />
      )}
    </ConfirmDialog>
  );
}

function roomOn(host: HostDto): string {
  const cost = strongestCost(host);
  return cost ? describeRoom(cost) : "This host can't take a tenant now.";
}
