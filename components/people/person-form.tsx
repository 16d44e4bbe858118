"use client";

import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { toFailure } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useFocusInvalid } from "#components/ui/use-focus-invalid.ts";
import type { UserDto } from "#lib/services/user/user-dto.ts";
import { RoleChoice } from "./role-choice.tsx";
import { useUpdatePerson } from "./use-update-person.ts";

export function PersonForm({ person, isOneself }: { person: UserDto; isOneself: boolean }) {
  const [role, setRole] = useState(person.role);
  const update = useUpdatePerson(person, () => toast("Saved."));
  const formRef = useFocusInvalid(update.error);
  const fields: Readonly<Record<string, string>> = update.error ? toFailure(update.error).fields : {};
  const losesOwner = isOneself && person.role === "owner" && role !== "owner";

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!update.isPending) {
      update.mutate({ name: String(form.get("name")), email: String(form.get("email")), role });
    }
  }

  return (
    <form ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" isRequired error={fields.name}>
        <Input name="name" defaultValue={person.name} maxLength={100} autoComplete="off" />
      </Field>
      <Field label="Email" isRequired error={fields.email}>
        <Input name="email" type="email" defaultValue={person.email} autoComplete="off" />
      </Field>
      <RoleChoice value={role} onValueChange={setRole} error={fields.role ?? null} />
      {losesOwner ? (
        <Callout tone="caution" title="This is your own account.">
          Once saved you can't open People any more; another owner would have to change it back.
        </Callout>
      ) : null}
      <FormFailure error={update.error} />
      <Button type="submit" variant="primary" isPending={update.isPending} className="self-end">
        Save
      </Button>
    </form>
  );
}
