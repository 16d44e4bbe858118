"use client";

import { useState } from "react";
import { toast } from "sonner";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { saveChannel } from "#lib/actions/credential.ts";
import { fieldsFor, identityKey } from "#lib/domain/channel/channel-field.ts";
import {
  type ChannelKind,
  channelLabels,
  findUnavailability,
  hasAccounts,
} from "#lib/domain/channel/channel-kind.ts";
import { channelKey } from "#lib/domain/channel/channel-setting.ts";
import {
  addedRisks,
  type ExposedSetting,
  findPolicyRisks,
  namedExposureOf,
  policyRiskKeys,
} from "#lib/domain/risk/policy-risks.ts";
import type { ChannelDto, CredentialsDto } from "#lib/services/credential/credential-dto.ts";
import { ChannelAccessFields } from "./channel-access-fields.tsx";
import { ChannelFields } from "./channel-fields.tsx";
import { ChannelNotes } from "./channel-notes.tsx";
import { kindOptions } from "./channel-words.ts";
import { IdentityCheck } from "./identity-check.tsx";
import { MoreSettings } from "./more-settings.tsx";
import { OpeningRisk } from "./opening-risk.tsx";
import { readSharing, readTerms } from "./read-acceptance.ts";
import type { SecretFormReading } from "./secret-form.ts";
import { SecretFormFrame } from "./secret-form-frame.tsx";
import { useMoreSettings } from "./use-more-settings.ts";
import { useSecretForm } from "./use-secret-form.ts";

/** Stands for the account of an identity that is added, whatever it is going to be called. */
const anotherAccount = "";

type ChannelFormProps = {
  slug: string;
  /** The identity that is changed; undefined for one that is added. */
  channel: ChannelDto | undefined;
  /** The tenant's other identities and its tool policy: what an opened channel is judged by. */
  credentials: CredentialsDto;
  onClose: () => void;
};

/** Asks exactly what the chosen channel needs; any other setting of OpenClaw's can be added by its name. */
export function ChannelForm({ slug, channel, credentials, onClose }: ChannelFormProps) {
  const known = channel?.setting;
  const [kind, setKind] = useState<ChannelKind>(known?.kind ?? "telegram");
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>(known?.options ?? {});
  const [access, setAccess] = useState({
    dmPolicy: known?.dmPolicy ?? "pairing",
    groupPolicy: known?.groupPolicy ?? "allowlist",
  });
  const more = useMoreSettings(known);
  const fields = fieldsFor(kind, chosen);
  const form = useSecretForm(
    (reading) => saveChannel(readInput(reading)),
    () => {
      toast(`${channelLabels[kind]} is on its way to the Gateway.`);
      onClose();
    },
  );
  const { problems } = form;
  const others = credentials.channels.filter(
    ({ setting }) => known === undefined || channelKey(setting) !== channelKey(known),
  );

  /** What this channel gives strangers that they didn't have before. */
  function addedBy(accountId: string) {
    const risksOf = (settings: readonly ExposedSetting[]) =>
      findPolicyRisks(credentials.policy, credentials.answers, settings.map(namedExposureOf));
    const kept = others.map(({ setting }) => setting);
    const before = credentials.channels.map(({ setting }) => setting);
    return addedRisks(risksOf(before), risksOf([...kept, { kind, accountId, ...access }]));
  }

  function readSecrets(reading: SecretFormReading) {
    const keys = fields.filter(({ isSecret }) => isSecret).map(({ key }) => key);
    return { ...more.read(reading, "secret"), ...reading.filled("secret", keys) };
  }

  function readInput(reading: SecretFormReading) {
    const keys = fields.filter(({ isSecret }) => !isSecret).map(({ key }) => key);
    const opening = readTerms(reading, "opening");
    const accountId = known?.accountId ?? (reading.text("accountId") || "default");
    const added = addedBy(accountId);
    return {
      slug,
      setting: {
        kind,
        accountId,
        ...access,
        allowFrom: reading.list("allowFrom"),
        options: { ...more.read(reading, "option"), ...reading.filled("option", keys) },
      },
      label: reading.text("label"),
      secrets: readSecrets(reading),
      acceptance: readSharing(reading),
      opening: opening && { ...opening, faults: added.flatMap(policyRiskKeys) },
    };
  }

  return (
    <SecretFormFrame
      form={form}
      submitLabel={channel ? "Save" : `Add ${channelLabels[kind]}`}
      isDisabled={findUnavailability(kind) !== null}
      onClose={onClose}
    >
      {channel ? null : (
        <Field label="Channel" isRequired>
          <Select
            value={kind}
            options={kindOptions}
            onValueChange={(next) => {
              setKind(next);
              setChosen({});
              more.clear();
            }}
          />
        </Field>
      )}
      <ChannelNotes kind={kind} />
      <Field label="Label" hint="What your team calls it." error={problems.label}>
        <Input name="label" defaultValue={channel?.label} maxLength={80} />
      </Field>
      {channel || !hasAccounts(kind) ? null : (
        <Field
          label="Account"
          hint="Leave it at default unless this tenant has several."
          error={problems["setting.accountId"]}
        >
          <Input name="accountId" defaultValue="default" isMono maxLength={32} />
        </Field>
      )}
      <ChannelFields kind={kind} setting={known} chosen={chosen} onChosen={setChosen} problems={problems} />
      {identityKey(kind) ? (
        <IdentityCheck key={kind} slug={slug} kind={kind} readSecrets={() => readSecrets(form.read())} />
      ) : null}
      <MoreSettings kind={kind} setting={known} more={more} problems={problems} />
      <ChannelAccessFields
        kind={kind}
        people={known?.allowFrom}
        access={access}
        onAccess={setAccess}
        problems={problems}
      />
      <OpeningRisk risks={addedBy(known?.accountId ?? anotherAccount)} problems={problems} />
    </SecretFormFrame>
  );
}
