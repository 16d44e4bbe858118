"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type ChannelField, fieldsFor } from "#lib/domain/channel/channel-field.ts";
import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { SecretInput } from "./secret-input.tsx";

type ChannelFieldsProps = {
  kind: ChannelKind;
  setting: ChannelSetting | undefined;
  /** What is chosen where a field has choices: other fields follow from it. */
  chosen: Readonly<Record<string, string>>;
  onChosen: (chosen: Readonly<Record<string, string>>) => void;
  problems: Readonly<Record<string, string>>;
};

/** What the channel's own form asks for. */
export function ChannelFields({ kind, setting, chosen, onChosen, problems }: ChannelFieldsProps) {
  const kept = setting?.secrets ?? [];
  return fieldsFor(kind, chosen).map((field) => (
    <Field
      key={`${kind}.${field.key}`}
      label={field.label}
      hint={field.hint}
      isRequired={(field.isRequired || field.choices !== undefined) && !kept.includes(field.key)}
      error={problems[field.key] ?? problems[`secrets.${field.key}`]}
    >
      {control(field)}
    </Field>
  ));

  function control({ key, isSecret, choices }: ChannelField) {
    if (isSecret) return <SecretInput name={`secret.${key}`} isKept={kept.includes(key)} />;
    const name = `option.${key}`;
    if (choices === undefined) return <Input name={name} defaultValue={setting?.options[key]} isMono />;
    const value = chosen[key] ?? choices[0]?.value;
    return (
      <Select
        name={name}
        options={choices}
        value={value}
        onValueChange={(next) => onChosen({ ...chosen, [key]: next })}
      />
    );
  }
}
