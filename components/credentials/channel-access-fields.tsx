"use client";

import { Callout } from "#components/ui/callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import { peerFormats } from "#lib/domain/channel/channel-field.ts";
import { type ChannelKind, channelLabels, isForeign } from "#lib/domain/channel/channel-kind.ts";
import type { DmPolicy, GroupPolicy } from "#lib/domain/channel/channel-setting.ts";
import { dmPolicyOptions, groupPolicyOptions } from "./channel-words.ts";

type Access = { readonly dmPolicy: DmPolicy; readonly groupPolicy: GroupPolicy };
type ChannelAccessFieldsProps = {
  kind: ChannelKind;
  people: readonly string[] | undefined;
  access: Access;
  onAccess: (access: Access) => void;
  problems: Readonly<Record<string, string>>;
};

/** Who may write to it, as far as OpenClaw lets that be said of this channel. */
export function ChannelAccessFields({ kind, people, access, onAccess, problems }: ChannelAccessFieldsProps) {
  const { dm, hasPeople, hasGroups } = channelCatalogue[kind];
  return (
    <>
      {dm === "none" ? (
        <Callout tone="caution" title="Nothing here keeps anybody out">
          {isForeign(kind)
            ? `OpenClaw doesn't describe ${channelLabels[kind]}. If its plugin knows settings such as allowFrom, add them by name; whatever they say, it is judged as open to everybody.`
            : `OpenClaw has no such setting for ${channelLabels[kind]}. Count on everybody who reaches the account there.`}
        </Callout>
      ) : (
        <Field label="Who may write to it" isRequired error={problems["setting.dmPolicy"]}>
          <Select
            options={dmPolicyOptions}
            value={access.dmPolicy}
            onValueChange={(dmPolicy) => onAccess({ ...access, dmPolicy })}
          />
        </Field>
      )}
      {hasPeople ? (
        <Field
          label="People"
          hint={peerFormats[kind]?.hint ?? "Their IDs on this channel, separated by spaces."}
          error={problems["setting.allowFrom"] ?? problems["setting.allowFrom.0"]}
        >
          <Textarea name="allowFrom" rows={2} defaultValue={people?.join(" ")} />
        </Field>
      ) : null}
      {hasGroups ? (
        <Field label="Groups" isRequired error={problems["setting.groupPolicy"]}>
          <Select
            options={groupPolicyOptions}
            value={access.groupPolicy}
            onValueChange={(groupPolicy) => onAccess({ ...access, groupPolicy })}
          />
        </Field>
      ) : null}
    </>
  );
}
