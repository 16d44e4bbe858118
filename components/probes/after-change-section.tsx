"use client";

import { useCommand } from "#components/operations/use-command.ts";
import { FormFailure } from "#components/shell/failure-state.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Section } from "#components/ui/section.tsx";
import { setProbesAfterChange } from "#lib/actions/probe.ts";

type AfterChangeSectionProps = { hostId: string; isOn: boolean; canOperate: boolean };

/** Whether this host's tenants are tried against each other without being asked. */
export function AfterChangeSection({ hostId, isOn, canOperate }: AfterChangeSectionProps) {
  const command = useCommand(setProbesAfterChange);
  return (
    <Section title="Attempts after a change">
      <div className="flex flex-col gap-3">
        {command.error ? <FormFailure error={command.error} /> : null}
        <Checkbox
          label="Try all tenants against each other after a change"
          hint="One run for everything that was provisioned, hardened, configured or started for the first time, a minute after the last of it."
          checked={isOn}
          disabled={!canOperate || command.isPending}
          onChange={(event) => command.run({ hostId, isOn: event.currentTarget.checked })}
        />
      </div>
    </Section>
  );
}
