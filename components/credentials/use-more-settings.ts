"use client";

import { useState } from "react";
import { channelFields } from "#lib/domain/channel/channel-field.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import type { SecretFormReading } from "./secret-form.ts";

/** A setting or a secret that is entered by its name. Its value is in the form alone. */
export type MoreRow = {
  readonly id: number;
  readonly part: "option" | "secret";
  readonly key: string;
  /** True for a secret that is on the host already. */
  readonly isKept: boolean;
};

export type MoreRows = ReturnType<typeof useMoreSettings>;

export function useMoreSettings(setting: ChannelSetting | undefined) {
  const [rows, setRows] = useState<readonly MoreRow[]>(() => rowsOf(setting));
  const next = rows.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
  return {
    rows,
    add: (part: MoreRow["part"]) => setRows([...rows, { id: next, part, key: "", isKept: false }]),
    rename: (id: number, key: string) => setRows(rows.map((row) => (row.id === id ? { ...row, key } : row))),
    remove: (id: number) => setRows(rows.filter((row) => row.id !== id)),
    clear: () => setRows([]),
    /** What was typed, by name; left out where there is a name or a value only. */
    read(form: SecretFormReading, part: MoreRow["part"]): Record<string, string> {
      const pairs = rows
        .filter((row) => row.part === part)
        .map(({ id, key }): [string, string] => [key, form.text(`more.${id}`)]);
      return Object.fromEntries(pairs.filter(([key, value]) => key !== "" && value !== ""));
    },
  };
}

function rowsOf(setting: ChannelSetting | undefined): MoreRow[] {
  if (setting === undefined) return [];
  const own = channelFields(setting.kind).map(({ key }) => key);
  const options = Object.keys(setting.options).map((key) => ({
    part: "option" as const,
    key,
    isKept: false,
  }));
  const secrets = setting.secrets.map((key) => ({ part: "secret" as const, key, isKept: true }));
  const others = [...options, ...secrets].filter(({ key }) => !own.includes(key));
  return others.map((row, index) => ({ id: index + 1, ...row }));
}
