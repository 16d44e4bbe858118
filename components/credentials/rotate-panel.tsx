"use client";

import { toast } from "sonner";
import { Field } from "#components/ui/field.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { rotateCredential } from "#lib/actions/credential.ts";
import type { CredentialDto, RotatedDto } from "#lib/services/credential/credential-dto.ts";
import { readSharing } from "./read-acceptance.ts";
import { SecretFormFrame } from "./secret-form-frame.tsx";
import { SecretInput } from "./secret-input.tsx";
import { useSecretForm } from "./use-secret-form.ts";

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
  const form = useSecretForm(
    (reading) =>
      rotateCredential({ slug, pointer, value: reading.text("value"), acceptance: readSharing(reading) }),
    ({ reload }) => {
      toast(words(reload));
      onClose();
    },
  );
  const { problems } = form;
  const others = Object.entries(problems).filter(([name]) => !name.startsWith("acceptance."));
  const [problem] = [problems.value, ...others.map(([, text]) => text)].filter(Boolean);
  return (
    <SecretFormFrame form={form} submitLabel="Rotate" onClose={onClose}>
      <Field label={`New ${rotating?.name ?? "secret"}`} isRequired error={problem}>
        <SecretInput name="value" />
      </Field>
    </SecretFormFrame>
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
