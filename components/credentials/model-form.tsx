"use client";

import { useState } from "react";
import { toast } from "sonner";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { saveModel } from "#lib/actions/credential.ts";
import { providerPresets } from "#lib/domain/model/provider-preset.ts";
import type { ModelDto } from "#lib/services/credential/credential-dto.ts";
import { KeyCheck } from "./key-check.tsx";
import { apiOptions, presetOptions } from "./model-words.ts";
import { readSharing } from "./read-acceptance.ts";
import type { SecretFormReading } from "./secret-form.ts";
import { SecretFormFrame } from "./secret-form-frame.tsx";
import { SecretInput } from "./secret-input.tsx";
import { useSecretForm } from "./use-secret-form.ts";

type ModelFormProps = {
  slug: string;
  /** The provider that is changed; undefined for one that is added. */
  model: ModelDto | undefined;
  onClose: () => void;
};

export function ModelForm({ slug, model, onClose }: ModelFormProps) {
  const known = model?.setting;
  const [choice, setChoice] = useState(known ? "other" : "openai");
  const [hasKey, setHasKey] = useState(known?.hasKey ?? true);
  const preset = providerPresets[choice];
  const form = useSecretForm(
    (reading) => saveModel(readInput(reading)),
    () => {
      toast("The provider is on its way to the Gateway.");
      onClose();
    },
  );
  const { problems } = form;

  function readInput(reading: SecretFormReading) {
    return {
      slug,
      setting: {
        provider: known?.provider ?? (preset ? choice : reading.text("provider")),
        api: preset?.api ?? (reading.text("api") as "openai-completions"),
        baseUrl: preset?.baseUrl ?? reading.optional("baseUrl"),
        models: reading.list("models"),
        isDefault: reading.isOn("isDefault"),
        hasKey,
      },
      label: reading.text("label") || preset?.label,
      apiKey: hasKey ? reading.optional("apiKey") : undefined,
      acceptance: readSharing(reading),
    };
  }

  return (
    <SecretFormFrame form={form} submitLabel={known ? "Save" : "Add provider"} onClose={onClose}>
      {known ? null : (
        <Field label="Provider" isRequired>
          <Select value={choice} onValueChange={setChoice} options={presetOptions} />
        </Field>
      )}
      {preset ? null : (
        <>
          {known ? null : (
            <Field
              label="Name"
              hint="A short name of your own."
              isRequired
              error={problems["setting.provider"]}
            >
              <Input name="provider" isMono maxLength={32} />
            </Field>
          )}
          <Field label="How it is spoken to" isRequired>
            <Select name="api" options={apiOptions} defaultValue={known?.api ?? "openai-completions"} />
          </Field>
          <Field label="Address" error={problems["setting.baseUrl"]}>
            <Input
              name="baseUrl"
              isMono
              defaultValue={known?.baseUrl}
              placeholder="https://models.example.com/v1"
            />
          </Field>
        </>
      )}
      <Field label="Label" hint="What your team calls it." error={problems.label}>
        <Input name="label" defaultValue={model?.label} maxLength={80} />
      </Field>
      <Field
        label="Models"
        hint="The provider's own ids, separated by spaces. The first is the one that is used."
        isRequired
        error={problems["setting.models"] ?? problems["setting.models.0"]}
      >
        <Input name="models" isMono defaultValue={known?.models.join(" ")} />
      </Field>
      {preset ? null : (
        <Checkbox
          label="It asks for a key"
          checked={hasKey}
          onChange={(event) => setHasKey(event.currentTarget.checked)}
        />
      )}
      {hasKey ? (
        <Field label="Key" isRequired={!model?.credential} error={problems.apiKey}>
          <SecretInput name="apiKey" isKept={Boolean(model?.credential)} />
        </Field>
      ) : null}
      <KeyCheck
        key={choice}
        readInput={() => {
          const { slug, setting, apiKey } = readInput(form.read());
          const { provider, api, baseUrl, models } = setting;
          return { slug, setting: { provider, api, baseUrl, models }, apiKey };
        }}
      />
      <Checkbox
        name="isDefault"
        defaultChecked={known?.isDefault ?? true}
        label="The agent uses it by default"
      />
    </SecretFormFrame>
  );
}
