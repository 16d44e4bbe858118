"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { peerFormats } from "#lib/domain/channel/channel-form.ts";
import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import { dmPolicyOptions, groupPolicyOptions } from "./channel-words.ts";

type ChannelAccessFieldsProps = {
  kind: ChannelKind;
  setting: ChannelSetting | undefined;
  problems: Readonly<Record<string, string>>;
};

/** Who may write to it. */
export function ChannelAccessFields({ kind, setting, problems }: ChannelAccessFieldsProps) {
  return (
    <>
      <Field label="Who may write to it" isRequired error={problems["setting.dmPolicy"]}>
        <Select name="dmPolicy" options={dmPolicyOptions} defaultValue={setting?.dmPolicy ?? "pairing"} />
      </Field>
      <Field
        label="People"
        hint={peerFormats[kind]?.hint ?? "Their IDs on this channel, separated by spaces."}
        error={problems["setting.allowFrom"] ?? problems["setting.allowFrom.0"]}
      >
        <Textarea name="allowFrom" rows={2} defaultValue={setting?.allowFrom.join(" ")} />
      </Field>
      <Field label="Groups" isRequired error={problems["setting.groupPolicy"]}>
        <Select
          name="groupPolicy"
          options={groupPolicyOptions}
          defaultValue={setting?.groupPolicy ?? "allowlist"}
        />
      </Field>
    </>
  );
}
