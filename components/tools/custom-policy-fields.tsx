"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { commandModeLabels } from "#lib/domain/tool-policy/describe-policy.ts";
import { commandModes, type ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import {
  expandTools,
  type Tool,
  type ToolGroup,
  toolGroupIds,
  toolGroupLabels,
  toolGroups,
} from "#lib/domain/tool-policy/tool.ts";

type Custom = Extract<ToolPolicy, { preset: "custom" }>;
type CustomPolicyFieldsProps = { policy: Custom; onPolicy: (policy: Custom) => void };

/** Groups and tools, one by one. Checked is given; everything else is not. */
export function CustomPolicyFields({ policy, onPolicy }: CustomPolicyFieldsProps) {
  const denied = new Set<Tool>(expandTools(policy.deny));
  const given = new Set<Tool>(expandTools(policy.allow).filter((tool) => !denied.has(tool)));
  const give = (changed: readonly Tool[], isGiven: boolean) => {
    const allow = new Set(given);
    for (const tool of changed) {
      if (isGiven) allow.add(tool);
      else allow.delete(tool);
    }
    // What is not given is not there, so nothing has to be denied by name.
    onPolicy({ ...policy, allow: [...allow], deny: [] });
  };
  return (
    <div className="flex flex-col gap-4">
      {toolGroupIds.map((group) => (
        <GroupFields key={group} group={group} given={given} onGive={give} />
      ))}
      {given.has("exec") ? (
        <Field label="Commands" isRequired>
          <Select
            value={policy.commands}
            onValueChange={(commands) => onPolicy({ ...policy, commands })}
            options={commandModes.map((mode) => ({ value: mode, label: commandModeLabels[mode] }))}
          />
        </Field>
      ) : null}
      <p className="text-dim text-sm">
        Tools by which an agent administers its own Gateway are never given: schedules, plugins, secrets,
        other machines.
      </p>
    </div>
  );
}

type GroupFieldsProps = {
  group: ToolGroup;
  given: ReadonlySet<Tool>;
  onGive: (tools: readonly Tool[], isGiven: boolean) => void;
};

function GroupFields({ group, given, onGive }: GroupFieldsProps) {
  // Every policy gives the status of its own session; there is nothing to choose.
  const members: readonly Tool[] = toolGroups[group].filter((tool) => tool !== "session_status");
  return (
    <fieldset className="rounded-md border px-3.5 py-2.5">
      <legend className="px-1 text-dim text-sm">{toolGroupLabels[group]}</legend>
      <Checkbox
        label="All of these"
        checked={members.every((tool) => given.has(tool))}
        onChange={(event) => onGive(members, event.currentTarget.checked)}
      />
      <div className="mt-2 grid gap-x-4 gap-y-1.5 pl-6 sm:grid-cols-2">
        {members.map((tool) => (
          <Checkbox
            key={tool}
            label={<span className="font-mono text-sm">{tool}</span>}
            checked={given.has(tool)}
            onChange={(event) => onGive([tool], event.currentTarget.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}
