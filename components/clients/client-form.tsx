"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { toFailure } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useFocusInvalid } from "#components/ui/use-focus-invalid.ts";
import type { ClientDto } from "#lib/services/client/client-dto.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";
import { type ClientInput, useSaveClient } from "./use-save-client.ts";

type ClientFormProps = {
  /** As it stands now; it may become newer while the form is open. */
  client: ClientDto | undefined;
  managers: readonly UserNameDto[];
  onClose: () => void;
};

export function ClientForm({ client, managers, onClose }: ClientFormProps) {
  const router = useRouter();
  // What was there when editing began: the version that the save is measured against.
  const [edited, setEdited] = useState(client);
  const save = useSaveClient(edited, (saved) => {
    toast(edited ? "Saved." : `${saved.name} added.`);
    onClose();
    if (!edited) {
      router.push(`/clients/${saved.id}`);
    }
  });
  const formRef = useFocusInvalid(save.error);
  const fields: Readonly<Record<string, string>> = save.error ? toFailure(save.error).fields : {};
  const isOutdated = save.isError && client !== undefined && client.version !== edited?.version;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!save.isPending) {
      save.mutate(readInput(new FormData(event.currentTarget)));
    }
  }

  return (
    <form ref={formRef} key={edited?.version} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" isRequired error={fields.name}>
        <Input name="name" defaultValue={edited?.name} maxLength={120} autoFocus={!edited} />
      </Field>
      <Field
        label="Account manager"
        error={fields.accountManagerId}
        hint="Who at the agency looks after them."
      >
        <Select
          name="accountManagerId"
          defaultValue={edited?.accountManager?.id ?? ""}
          options={[{ value: "", label: "Nobody" }, ...managerOptions(managers, edited)]}
        />
      </Field>
      <Field label="Contact" error={fields.contactName} hint="Who to talk to at the client.">
        <Input name="contactName" defaultValue={edited?.contactName} maxLength={120} autoComplete="off" />
      </Field>
      <Field label="Contact's email" error={fields.contactEmail}>
        <Input name="contactEmail" type="email" defaultValue={edited?.contactEmail} autoComplete="off" />
      </Field>
      <Field label="Notes" error={fields.notes} hint="No secrets: everybody who can sign in reads them.">
        <Textarea name="notes" defaultValue={edited?.notes} maxLength={5000} />
      </Field>
      <FormFailure
        error={save.error}
        action={
          isOutdated ? (
            <Button
              size="sm"
              onClick={() => {
                setEdited(client);
                save.reset();
              }}
            >
              Load the current version
            </Button>
          ) : null
        }
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={save.isPending}>
          {edited ? "Save" : "Add client"}
        </Button>
      </div>
    </form>
  );
}

/** A manager who was disabled meanwhile stays choosable, so that saving something else doesn't drop them. */
function managerOptions(managers: readonly UserNameDto[], edited: ClientDto | undefined) {
  const current = edited?.accountManager;
  const isMissing = current && !managers.some((manager) => manager.id === current.id);
  return [...(isMissing ? [current] : []), ...managers].map(({ id, name }) => ({ value: id, label: name }));
}

function readInput(form: FormData): ClientInput {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    name: text("name"),
    contactName: text("contactName"),
    contactEmail: text("contactEmail"),
    notes: text("notes"),
    accountManagerId: text("accountManagerId") || null,
  };
}
