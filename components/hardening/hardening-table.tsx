"use client";

import { Switch } from "#components/ui/switch.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import type { HardeningChoice } from "#lib/domain/hardening/setting.ts";
import type { SettingReport } from "#lib/host-agent/contract/hardening.ts";
import { ObservedMark } from "./observed-mark.tsx";

type HardeningTableProps = {
  settings: readonly SettingReport[];
  choice: HardeningChoice;
  /** Null for whoever can't change it, or not now. */
  onChange: ((change: Partial<HardeningChoice>) => void) | null;
};

/** Each setting with what it does, whether it is asked for, and what is seen. */
export function HardeningTable({ settings, choice, onChange }: HardeningTableProps) {
  const columns: readonly Column<SettingReport>[] = [
    {
      id: "setting",
      header: "Setting",
      cell: ({ setting, observed, note }) => (
        <span className="block max-w-prose whitespace-normal py-1">
          <span className="font-medium">{settingWords[setting].title}</span>
          <span className="block py-0.5 sm:hidden">
            <ObservedMark observed={observed} />
          </span>
          <span className="block text-dim">
            {choice[setting] ? settingWords[setting].effect : settingWords[setting].risk}
          </span>
          <span className="block text-faint text-xs">{note}</span>
        </span>
      ),
    },
    {
      id: "asked",
      header: "Asked",
      width: "w-24",
      cell: ({ setting, canBeGiven }) =>
        onChange === null ? (
          <span>{choice[setting] ? "on" : "off"}</span>
        ) : (
          <Switch
            label={<span className="sr-only">{settingWords[setting].title}</span>}
            isOn={choice[setting]}
            isDisabled={!canBeGiven && !choice[setting]}
            onToggle={(isOn) => onChange({ [setting]: isOn })}
          />
        ),
    },
    {
      id: "observed",
      header: "Observed",
      width: "w-36",
      hideBelow: "sm",
      cell: ({ observed }) => <ObservedMark observed={observed} />,
    },
  ];
  return <Table caption="Hardening" columns={columns} rows={settings} rowKey={({ setting }) => setting} />;
}
