"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toFailure, unwrapAction } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { useFocusInvalid } from "#components/ui/use-focus-invalid.ts";
import { createUser } from "#lib/actions/user.ts";
import type { OneTimePasswordDto } from "#lib/services/user/user-dto.ts";
import { peopleKey } from "./people-queries.ts";
import { RoleChoice } from "./role-choice.tsx";
import type { Role } from "./role-labels.ts";

type NewPersonPanelProps = {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (handedOut: OneTimePasswordDto) => void;
};

export function NewPersonPanel({ isOpen, onClose, onCreated }: NewPersonPanelProps) {
  return (
    <SidePanel
      isOpen={isOpen}
      onOpenChange={onClose}
      title="Add a person"
      description="They get a one-time password, which you pass on yourself."
    >
      <NewPersonForm onClose={onClose} onCreated={onCreated} />
    </SidePanel>
  );
}

function NewPersonForm({ onClose, onCreated }: Omit<NewPersonPanelProps, "isOpen">) {
  const queryClient = useQueryClient();
  const [role, setRole] = useState<Role | null>(null);
  const [roleError, setRoleError] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: (input: { name: string; email: string; role: Role }) => unwrapAction(createUser(input)),
    onSuccess: (handedOut) => {
      void queryClient.invalidateQueries({ queryKey: peopleKey });
      onClose();
      onCreated(handedOut);
    },
  });
  const formRef = useFocusInvalid(create.error);
  const failure = create.error ? toFailure(create.error) : null;
  const fields: Readonly<Record<string, string>> = failure?.fields ?? {};

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setRoleError(role ? null : "Choose a role.");
    if (role && !create.isPending) {
      create.mutate({ name: String(form.get("name")), email: String(form.get("email")), role });
    }
  }

  return (
    <form ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" isRequired error={fields.name}>
        <Input name="name" maxLength={100} autoComplete="off" autoFocus />
      </Field>
      <Field
        label="Email"
        isRequired
        error={fields.email}
        hint="They sign in with it; nothing is sent there."
      >
        <Input name="email" type="email" autoComplete="off" />
      </Field>
      <RoleChoice value={role} onValueChange={setRole} error={fields.role ?? roleError} />
      <FormFailure error={create.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={create.isPending}>
          Add person
        </Button>
      </div>
    </form>
  );
}
