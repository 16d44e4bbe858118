"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toFailure, unwrapAction } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useFocusInvalid } from "#components/ui/use-focus-invalid.ts";
import { changeOwnPassword } from "#lib/actions/user.ts";

type ChangePasswordFormProps = {
  /** "One-time password" where it is one. */
  currentLabel?: string;
  onChanged: (revokedSessions: number) => void;
};

type Passwords = { currentPassword: string; newPassword: string };

export function ChangePasswordForm({
  currentLabel = "Current password",
  onChanged,
}: ChangePasswordFormProps) {
  const [repeatError, setRepeatError] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (passwords: Passwords) => unwrapAction(changeOwnPassword(passwords)),
    onSuccess: ({ revokedSessions }) => onChanged(revokedSessions),
  });
  const formRef = useFocusInvalid(change.error ?? repeatError);
  const failure = change.error ? toFailure(change.error) : null;
  const fields: Readonly<Record<string, string>> = failure?.fields ?? {};
  const hasFieldErrors = Object.keys(fields).length > 0;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const newPassword = String(form.get("newPassword"));
    const isRepeated = newPassword === form.get("repeat");
    setRepeatError(isRepeated ? null : "The two new passwords differ. Type the new one again.");
    if (isRepeated && !change.isPending && !change.isSuccess) {
      change.mutate({ currentPassword: String(form.get("currentPassword")), newPassword });
    }
  }

  return (
    <form ref={formRef} method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label={currentLabel} isRequired error={fields.currentPassword}>
        <Input name="currentPassword" type="password" autoComplete="current-password" maxLength={200} />
      </Field>
      <Field
        label="New password"
        isRequired
        error={fields.newPassword}
        hint="At least 12 characters. A short sentence is a good one."
      >
        <Input name="newPassword" type="password" autoComplete="new-password" maxLength={200} />
      </Field>
      <Field label="New password again" isRequired error={repeatError}>
        <Input name="repeat" type="password" autoComplete="new-password" maxLength={200} />
      </Field>
      {hasFieldErrors ? null : <FormFailure error={change.error} />}
      <Button
        type="submit"
        variant="primary"
        isPending={change.isPending || change.isSuccess}
        className="self-start"
      >
        Change password
      </Button>
    </form>
  );
}
