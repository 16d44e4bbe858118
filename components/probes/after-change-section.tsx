"use client";

import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
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
          hint="One run for everything that was provisioned, started, stopped or changed, once it has been quiet for a minute. At most half of the time is spent on it."
          checked={isOn}
          disabled={!canOperate || command.isPending}
          onChange={(event) => command.run({ hostId, isOn: event.currentTarget.checked })}
        />
      </div>
    </Section>
  );
}
