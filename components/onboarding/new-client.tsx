"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { createClient } from "#lib/actions/client.ts";
import type { ClientDto } from "#lib/services/client/client-dto.ts";

type NewClientProps = {
  suggestedName: string;
  onCancel: () => void;
  onCreated: (client: ClientDto) => void;
};

/** A client made without leaving the onboarding; the rest can be filled in later on its page. */
export function NewClient({ suggestedName, onCancel, onCreated }: NewClientProps) {
  const [name, setName] = useState(suggestedName);
  const [contactName, setContactName] = useState("");
  const [contactEmail, setContactEmail] = useState("");
  const create = useCommand(createClient, { onDone: onCreated });
  const fields = create.error ? toFailure(create.error).fields : {};
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        create.run({ name, contactName, contactEmail });
      }}
    >
      <h2 className="font-semibold text-lg">New client</h2>
      <Field label="Name" isRequired error={fields.name}>
        <Input
          autoFocus
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Contact" error={fields.contactName}>
          <Input value={contactName} onChange={(event) => setContactName(event.currentTarget.value)} />
        </Field>
        <Field label="Contact's email" error={fields.contactEmail}>
          <Input
            type="email"
            value={contactEmail}
            onChange={(event) => setContactEmail(event.currentTarget.value)}
          />
        </Field>
      </div>
      {Object.keys(fields).length === 0 ? <FormFailure error={create.error} /> : null}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={create.isPending}>
          Create and continue
        </Button>
      </div>
    </form>
  );
}
