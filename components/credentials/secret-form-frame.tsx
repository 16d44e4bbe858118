"use client";

import type { ReactNode } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { SharedSecretField } from "./shared-secret-field.tsx";
import type { SecretForm } from "./use-secret-form.ts";

type SecretFormFrameProps = {
  form: SecretForm;
  submitLabel: string;
  isDisabled?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** What every form with secrets has around its fields: nothing is remembered, refusals stand above the buttons. */
export function SecretFormFrame({ form, submitLabel, isDisabled, onClose, children }: SecretFormFrameProps) {
  return (
    <form
      ref={form.ref}
      noValidate
      autoComplete="off"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      {children}
      <SharedSecretField error={form.error} />
      <FormFailure error={form.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={isDisabled ?? false} isPending={form.isPending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
