"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { settingFormOf } from "#lib/domain/channel/setting-form.ts";
import { SecretInput } from "./secret-input.tsx";
import type { MoreRow, MoreRows } from "./use-more-settings.ts";

type MoreSettingsProps = {
  kind: ChannelKind;
  setting: ChannelSetting | undefined;
  more: MoreRows;
  problems: Readonly<Record<string, string>>;
};

/** Settings and secrets by OpenClaw's own names: all there is for a channel without a form of its own. */
export function MoreSettings({ kind, setting, more, problems }: MoreSettingsProps) {
  const listId = useId();
  const { settings, secrets, fileSecrets } = channelCatalogue[kind];
  const names = { option: Object.keys(settings ?? {}), secret: [...secrets, ...Object.keys(fileSecrets)] };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">Settings by name</legend>
      {(["option", "secret"] as const).map((part) => (
        <datalist key={part} id={`${listId}-${part}`}>
          {names[part].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ))}
      {more.rows.map((row) => (
        <div key={row.id} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2">
          <Field label={row.part === "secret" ? "Secret's name" : "Name"} isRequired>
            <Input
              isMono
              maxLength={64}
              list={`${listId}-${row.part}`}
              value={row.key}
              readOnly={row.isKept}
              onChange={(event) => more.rename(row.id, event.currentTarget.value.trim())}
            />
          </Field>
          <Field
            label="Value"
            isRequired={!row.isKept}
            hint={hintOf(kind, row)}
            error={problemOf(row, problems)}
          >
            {row.part === "secret" ? (
              <SecretInput name={`more.${row.id}`} isKept={row.isKept} />
            ) : (
              <Input
                name={`more.${row.id}`}
                defaultValue={setting?.options[row.key]}
                isMono
                maxLength={500}
              />
            )}
          </Field>
          <IconButton
            className="mt-6"
            label={`Leave out ${row.key || "this"}`}
            icon={<X />}
            disabled={row.isKept}
            onClick={() => more.remove(row.id)}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => more.add("option")}>
          Add a setting
        </Button>
        <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => more.add("secret")}>
          Add a secret
        </Button>
      </div>
    </fieldset>
  );
}

function hintOf(kind: ChannelKind, { part, key }: MoreRow): string | undefined {
  const form = part === "option" && key !== "" ? settingFormOf(kind, key) : null;
  if (form === null || form === "text") return undefined;
  if (form === "number") return "A number.";
  if (form === "switch") return "true or false.";
  if (form === "list") return "Several, separated by spaces.";
  return `One of ${form.join(", ")}.`;
}

function problemOf({ part, key }: MoreRow, problems: Readonly<Record<string, string>>): string | undefined {
  const inSetting = `setting.${part === "secret" ? "secrets" : "options"}.${key}`;
  return problems[key] ?? problems[inSetting] ?? problems[`secrets.${key}`];
}
