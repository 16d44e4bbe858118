"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { removeGateway } from "#lib/actions/gateway.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type RemoveDialogProps = { tenant: TenantDto; isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** The plan of a removal, and the slug typed before it begins. */
export function RemoveDialog({ tenant, isOpen, onOpenChange }: RemoveDialogProps) {
  const [backups, setBackups] = useState<"keep" | "purge">("keep");
  const remove = useCommand(removeGateway, { onDone: () => onOpenChange(false) });
  const failure = remove.error ? toFailure(remove.error) : null;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        remove.reset();
        onOpenChange(next);
      }}
      title={`Remove ${tenant.name} from ${tenant.host.name}`}
      description="This can't be undone. Here is what will happen:"
      confirmLabel={backups === "purge" ? "Remove and purge backups" : "Remove from host"}
      isDangerous
      typeToConfirm={tenant.slug}
      isPending={remove.isPending}
      error={failure ? [failure.message, failure.nextStep].filter(Boolean).join(" ") : null}
      onConfirm={() =>
        remove.run({ slug: tenant.slug, confirmation: tenant.slug, purge: backups === "purge" })
      }
    >
      <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-sm marker:font-mono marker:text-faint">
        <li>The Gateway is stopped, if anything of it still runs.</li>
        <li>Configuration, state, workspace, browser data, credentials and logs are deleted.</li>
        {tenant.rung === "os-user" ? (
          <li>
            The OS user <Mono>bh-{tenant.slug}</Mono> is deleted.
          </li>
        ) : null}
        {tenant.ports ? (
          <li>
            Ports{" "}
            <Mono>
              {tenant.ports.base}–{tenant.ports.last}
            </Mono>{" "}
            become free for another tenant.
          </li>
        ) : null}
        <li>Its audits, reports and activity stay readable here; its checklist is empty from then on.</li>
      </ol>
      <RadioCards
        legend="Backups"
        name="backups"
        value={backups}
        onValueChange={setBackups}
        options={[
          {
            value: "keep",
            label: "Keep",
            hint: "They stay on the host, readable by its administrator only.",
          },
          { value: "purge", label: "Purge", hint: "They are deleted too. Nothing is left to restore from." },
        ]}
      />
    </ConfirmDialog>
  );
}
