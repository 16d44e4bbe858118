"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useCommand } from "#components/operations/use-command.ts";
import { toFailure } from "#components/shell/api-error.ts";
import { FormFailure } from "#components/shell/failure-state.tsx";
import { useFocusInvalid } from "#components/shell/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { saveModel } from "#lib/actions/credential.ts";
import type { ModelDto } from "#lib/services/credential/credential-dto.ts";
import { apiOptions, presetOptions, providerPresets } from "./model-words.ts";
import { readSecretForm } from "./secret-form.ts";
import { SecretInput } from "./secret-input.tsx";
import { SharedSecretField } from "./shared-secret-field.tsx";

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
  const save = useCommand((_: null) => saveModel(readInput()), {
    onDone: () => {
      formRef.current?.reset();
      toast("The provider is on its way to the Gateway.");
      onClose();
    },
  });
  const formRef = useFocusInvalid(save.error);
  const problems: Readonly<Record<string, string>> = save.error ? toFailure(save.error).fields : {};

  function readInput() {
    const form = readSecretForm(formRef.current);
    return {
      slug,
      setting: {
        provider: known?.provider ?? (preset ? choice : form.text("provider")),
        api: preset?.api ?? (form.text("api") as "openai-completions"),
        baseUrl: preset?.baseUrl ?? form.optional("baseUrl"),
        models: form.list("models"),
        isDefault: form.isOn("isDefault"),
        hasKey,
      },
      label: form.text("label") || preset?.label,
      apiKey: hasKey ? form.optional("apiKey") : undefined,
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
      <Checkbox
        name="isDefault"
        defaultChecked={known?.isDefault ?? true}
        label="The agent uses it by default"
      />
      <SharedSecretField error={save.error} />
      <FormFailure error={save.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={save.isPending}>
          {known ? "Save" : "Add provider"}
        </Button>
      </div>
    </form>
  );
}
