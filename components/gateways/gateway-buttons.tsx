"use client";

import { Ellipsis, Play, RotateCw, Skull, Square, Trash2, Wrench } from "lucide-react";
import { useState } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { canDo } from "#lib/domain/operation/operation-kinds.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { situationOf } from "./situation.ts";
import type { GatewayCommands } from "./use-gateway-commands.ts";

type GatewayButtonsProps = { tenant: TenantDto; commands: GatewayCommands };

/** What can be done to a Gateway now: the likely thing as a button, the rest in a menu. */
export function GatewayButtons({ tenant, commands }: GatewayButtonsProps) {
  const [dialog, setDialog] = useState<"kill" | "remove" | null>(null);
  const situation = situationOf(tenant);
  const input = { slug: tenant.slug };
  const primary = situation.phase === "incomplete" || situation.phase === "absent" ? "provision" : "start";
  return (
    <>
      {primary === "provision" && canDo("provision", situation) ? (
        <Button
          variant="primary"
          icon={<Wrench aria-hidden="true" />}
          isPending={commands.provision.isPending}
          onClick={() => commands.provision.run(input)}
        >
          {situation.phase === "absent" ? "Provision" : "Repair"}
        </Button>
      ) : null}
      {canDo("start", situation) ? (
        <Button
          variant="primary"
          icon={<Play aria-hidden="true" />}
          isPending={commands.start.isPending}
          onClick={() => commands.start.run(input)}
        >
          Start
        </Button>
      ) : null}
      {canDo("stop", situation) ? (
        <Button
          icon={<Square aria-hidden="true" />}
          isPending={commands.stop.isPending}
          onClick={() => commands.stop.run(input)}
        >
          Stop
        </Button>
      ) : null}
      {canDo("restart", situation) ? (
        <Button
          icon={<RotateCw aria-hidden="true" />}
          isPending={commands.restart.isPending}
          onClick={() => commands.restart.run(input)}
        >
          Restart
        </Button>
      ) : null}
      <Menu
        trigger={
          <Button aria-label="More actions" icon={<Ellipsis aria-hidden="true" />} className="px-2.5" />
        }
      >
        <MenuItem
          icon={<Wrench aria-hidden="true" />}
          isDisabled={!canDo("provision", situation)}
          aside={canDo("provision", situation) ? null : "stop it first"}
          onSelect={() => commands.provision.run(input)}
        >
          Repair
        </MenuItem>
        <MenuItem
          icon={<Skull aria-hidden="true" />}
          isDisabled={!canDo("kill", situation)}
          aside={canDo("kill", situation) ? null : "nothing runs"}
          onSelect={() => setDialog("kill")}
        >
          Kill…
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden="true" />}
          isDangerous
          isDisabled={!canDo("remove", situation)}
          aside={canDo("remove", situation) ? null : "stop it first"}
          onSelect={() => setDialog("remove")}
        >
          Remove…
        </MenuItem>
      </Menu>
      <KillDialog
        tenant={tenant}
        commands={commands}
        isOpen={dialog === "kill"}
        onClose={() => setDialog(null)}
      />
      <RemoveDialog tenant={tenant} isOpen={dialog === "remove"} onOpenChange={() => setDialog(null)} />
    </>
  );
}

type KillDialogProps = GatewayButtonsProps & { isOpen: boolean; onClose: () => void };

function KillDialog({ tenant, commands, isOpen, onClose }: KillDialogProps) {
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title={`Kill ${tenant.name}'s Gateway`}
      description="Its processes end at once, without being asked. Conversations under way are cut off. Stop asks first and waits; use Kill when that doesn't help."
      confirmLabel="Kill now"
      isDangerous
      isPending={commands.kill.isPending}
      onConfirm={() => {
        commands.kill.run({ slug: tenant.slug });
        onClose();
      }}
    />
  );
}

/** Why the last press was refused. */
export function GatewayRefusals({ commands }: { commands: GatewayCommands }) {
  const refused = Object.entries(commands).filter(([, command]) => command.error);
  return refused.map(([name, command]) => <FormFailure key={name} error={command.error} />);
}
