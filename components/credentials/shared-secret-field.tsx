"use client";

import { toFailure } from "#components/shell/api-error.ts";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

/** Shown once the server has refused a secret because another tenant has it: the way to accept that. */
export function SharedSecretField({ error }: { error: unknown }) {
  const failure = error ? toFailure(error) : null;
  if (failure?.fields.acceptedReason === undefined) return null;
  return (
    <Field
      label="Accept the risk because"
      hint="Recorded under your name. The checklist goes on showing the shared secret."
      error={failure.code === "INVALID" ? failure.fields.acceptedReason : null}
    >
      <Textarea name="acceptedReason" maxLength={500} rows={2} />
    </Field>
  );
}
