"use client";

import { toast } from "sonner";
import { useCommand } from "#components/operations/use-command.ts";
import { toFailure } from "#components/shell/api-error.ts";
import { FormFailure } from "#components/shell/failure-state.tsx";
import { useFocusInvalid } from "#components/shell/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { rotateCredential } from "#lib/actions/credential.ts";
import type { CredentialDto, RotatedDto } from "#lib/services/credential/credential-dto.ts";
import { readSecretForm } from "./secret-form.ts";
import { SecretInput } from "./secret-input.tsx";
import { SharedSecretField } from "./shared-secret-field.tsx";

type RotatePanelProps = {
  slug: string;
  /** Null while closed. */
  rotating: { readonly credential: CredentialDto; readonly name: string } | null;
  onClose: () => void;
};

/** Another secret in the place of one. */
export function RotatePanel({ slug, rotating, onClose }: RotatePanelProps) {
  return (
    <SidePanel
      isOpen={rotating !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Rotate ${rotating?.name ?? ""}`}
      description="The new one takes the place of the old one on the host. A running Gateway reads it at once, without a restart. Revoke the old one at the provider afterwards."
    >
      {rotating ? <RotateForm slug={slug} rotating={rotating} onClose={onClose} /> : null}
    </SidePanel>
  );
}

function RotateForm({ slug, rotating, onClose }: RotatePanelProps & { rotating: object }) {
  const pointer = rotating?.credential.pointer ?? "";
  const rotate = useCommand((_: null) => rotateCredential(readInput()), {
    onDone: ({ reload }) => {
      formRef.current?.reset();
      toast(words(reload));
      onClose();
    },
  });
  const formRef = useFocusInvalid(rotate.error);
  const problems: Readonly<Record<string, string>> = rotate.error ? toFailure(rotate.error).fields : {};
  const [problem] = [problems.value, ...Object.values(problems)].filter(Boolean);

  function readInput() {
    const form = readSecretForm(formRef.current);
    return { slug, pointer, value: form.text("value"), acceptedReason: form.optional("acceptedReason") };
  }

  return (
    <form
      ref={formRef}
      noValidate
      autoComplete="off"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        rotate.run(null);
      }}
    >
      <Field
        label={`New ${rotating?.name ?? "secret"}`}
        isRequired
        error={problems.acceptedReason === undefined ? problem : null}
      >
        <SecretInput name="value" />
      </Field>
      <SharedSecretField error={rotate.error} />
      <FormFailure error={rotate.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={rotate.isPending}>
          Rotate
        </Button>
      </div>
    </form>
  );
}

function words(reload: RotatedDto["reload"]): string {
  switch (reload.state) {
    case "reloaded":
      return "Rotated. The running Gateway has it.";
    case "stopped":
      return "Rotated. The Gateway takes it when it starts.";
    case "failed":
      return `Rotated on the host, but the running Gateway didn't read it: ${reload.reason} Restart it.`;
  }
}
