"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useCommand } from "#components/operations/use-command.ts";
import { toFailure } from "#components/shell/api-error.ts";
import { FormFailure } from "#components/shell/failure-state.tsx";
import { useFocusInvalid } from "#components/shell/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { saveChannel } from "#lib/actions/credential.ts";
import { channelFields, identityKey } from "#lib/domain/channel/channel-form.ts";
import {
  type ChannelKind,
  channelLabels,
  hasAccounts,
  needsPlugin,
} from "#lib/domain/channel/channel-kind.ts";
import type { ChannelDto } from "#lib/services/credential/credential-dto.ts";
import { ChannelAccessFields } from "./channel-access-fields.tsx";
import { kindOptions } from "./channel-words.ts";
import { IdentityCheck } from "./identity-check.tsx";
import { readSecretForm } from "./secret-form.ts";
import { SecretInput } from "./secret-input.tsx";
import { SharedSecretField } from "./shared-secret-field.tsx";

type ChannelFormProps = {
  slug: string;
  /** The identity that is changed; undefined for one that is added. */
  channel: ChannelDto | undefined;
  onClose: () => void;
};

/** Asks exactly what the chosen channel needs. */
export function ChannelForm({ slug, channel, onClose }: ChannelFormProps) {
  const [kind, setKind] = useState<ChannelKind>(channel?.setting.kind ?? "telegram");
  const save = useCommand((_: null) => saveChannel(readInput()), {
    onDone: () => {
      formRef.current?.reset();
      toast(`${channelLabels[kind]} is on its way to the Gateway.`);
      onClose();
    },
  });
  const formRef = useFocusInvalid(save.error);
  const problems: Readonly<Record<string, string>> = save.error ? toFailure(save.error).fields : {};
  const fields = channelFields[kind];
  const secretKeys = fields.filter(({ isSecret }) => isSecret).map(({ key }) => key);
  const kept = channel?.setting.secrets ?? [];
  const idKey = identityKey(kind);

  function readInput() {
    const form = readSecretForm(formRef.current);
    const options = fields.filter(({ isSecret }) => !isSecret).map(({ key }) => key);
    return {
      slug,
      setting: {
        kind,
        accountId: channel?.setting.accountId ?? (form.text("accountId") || "default"),
        dmPolicy: form.text("dmPolicy") as "pairing",
        groupPolicy: form.text("groupPolicy") as "allowlist",
        allowFrom: form.list("allowFrom"),
        options: form.filled("option", options),
      },
      label: form.text("label"),
      secrets: form.filled("secret", secretKeys),
      acceptedReason: form.optional("acceptedReason"),
    };
  }

  return (
    <form
      ref={formRef}
      noValidate
      autoComplete="off"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.run(null);
      }}
    >
      {channel ? null : (
        <Field label="Channel" isRequired>
          <Select value={kind} onValueChange={setKind} options={kindOptions} />
        </Field>
      )}
      {needsPlugin(kind) ? (
        <Callout>
          OpenClaw doesn't bring {channelLabels[kind]} along. Its package is installed inside this tenant's
          boundary, in the version of its Gateway; that takes a minute or two.
        </Callout>
      ) : null}
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
      {fields.map((field) => (
        <Field
          key={`${kind}.${field.key}`}
          label={field.label}
          hint={field.hint}
          isRequired={field.isRequired && !kept.includes(field.key)}
          error={problems[field.key] ?? problems[`secrets.${field.key}`]}
        >
          {field.isSecret ? (
            <SecretInput name={`secret.${field.key}`} isKept={kept.includes(field.key)} />
          ) : (
            <Input name={`option.${field.key}`} defaultValue={channel?.setting.options[field.key]} isMono />
          )}
        </Field>
      ))}
      {idKey ? (
        <IdentityCheck
          key={kind}
          slug={slug}
          kind={kind}
          readSecrets={() => readSecretForm(formRef.current).filled("secret", secretKeys)}
        />
      ) : null}
      {kind === "whatsapp" ? (
        <Callout title="WhatsApp has no token">
          Save it first. Once the Gateway runs with it, link a phone here by scanning a code.
        </Callout>
      ) : null}
      <ChannelAccessFields kind={kind} setting={channel?.setting} problems={problems} />
      <SharedSecretField error={save.error} />
      <FormFailure error={save.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={save.isPending}>
          {channel ? "Save" : `Add ${channelLabels[kind]}`}
        </Button>
      </div>
    </form>
  );
}
