"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { stopKeeping } from "#lib/actions/drift.ts";
import type { AdoptedSetting } from "#lib/host-agent/contract/drift.ts";
import type { ShownValue } from "#lib/host-agent/contract/shown-value.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { textOf } from "./shown-value.tsx";

type KeptSettingsProps = { adopted: readonly AdoptedSetting[]; tenant: TenantDto };

/** Settings that were adopted from edits by hand: what is kept, and what the dashboard asks for instead. */
export function KeptSettings({ adopted, tenant }: KeptSettingsProps) {
  const [asking, setAsking] = useState<AdoptedSetting | null>(null);
  const command = useCommand(stopKeeping, { onDone: () => setAsking(null) });
  if (adopted.length === 0) return null;
  return (
    <Section title="Kept settings" aside={adopted.length}>
      <p className="mb-3 max-w-prose text-dim text-sm">
        Adopted from edits on the host. Every configuration keeps them, a restored one too, until you stop
        keeping them or choose something else for them in the dashboard.
      </p>
      <ul className="flex flex-col">
        {adopted.map((setting) => (
          <li
            key={setting.id}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-2 border-b py-2 first:pt-0 last:border-b-0 last:pb-0"
          >
            <div className="min-w-0 text-sm">
              <Mono className="font-semibold [overflow-wrap:anywhere]">{setting.path}</Mono>
              <p className="mt-0.5 text-dim [overflow-wrap:anywhere]">
                Kept: <Mono>{wordsOf(setting.kept)}</Mono> · The dashboard asks for:{" "}
                <Mono>{wordsOf(setting.asked)}</Mono>
              </p>
            </div>
            {!tenant.archivedAt ? (
              <Button size="sm" disabled={tenant.unfinished !== null} onClick={() => setAsking(setting)}>
                Stop keeping this
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asking !== null}
        onOpenChange={(isOpen) => {
          if (isOpen) return;
          setAsking(null);
          command.reset();
        }}
        title="Stop keeping this setting?"
        description={`The configuration is written with what the dashboard asks for: ${asking?.path} becomes ${asking?.asked ? textOf(asking.asked) : "unset"}. A running Gateway takes the change, or restarts where it has to.`}
        confirmLabel="Stop keeping this"
        isPending={command.isPending}
        error={command.error ? describe(command.error) : null}
        onConfirm={() => asking && command.run({ slug: tenant.slug, id: asking.id })}
      />
    </Section>
  );
}

function wordsOf(value: ShownValue | null): string {
  return value === null ? "not set" : textOf(value);
}

function describe(error: Error): string {
  const { message, nextStep } = toFailure(error);
  return [message, nextStep].filter(Boolean).join(" ");
}
