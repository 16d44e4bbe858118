"use client";

import { useState } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { updateTenant } from "#lib/actions/tenant.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type TenantNotesProps = { tenant: TenantDto; canEdit: boolean };

/** Name and notes: read, or edited in place. */
export function TenantNotes({ tenant, canEdit }: TenantNotesProps) {
  const [isEditing, setIsEditing] = useState(false);
  const edit =
    canEdit && !isEditing ? (
      <Button size="sm" onClick={() => setIsEditing(true)}>
        Edit
      </Button>
    ) : null;
  return (
    <Section title="Name and notes" aside={edit}>
      {isEditing ? (
        <NotesForm tenant={tenant} onClose={() => setIsEditing(false)} />
      ) : (
        <>
          <p className="font-semibold [overflow-wrap:anywhere]">{tenant.name}</p>
          <p className="mt-1 max-w-prose whitespace-pre-line text-dim [overflow-wrap:anywhere]">
            {tenant.notes || "No notes."}
          </p>
        </>
      )}
    </Section>
  );
}

function NotesForm({ tenant, onClose }: { tenant: TenantDto; onClose: () => void }) {
  // What was opened is what an edit is compared with, not what a later refresh brings.
  const [opened] = useState(tenant);
  const [name, setName] = useState(tenant.name);
  const [notes, setNotes] = useState(tenant.notes);
  const save = useCommand(updateTenant, { onDone: onClose });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.run({ slug: opened.slug, version: opened.version, name, notes });
      }}
    >
      <Field label="Name" isRequired>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field label="Notes" hint="For your team. Don't write secrets here.">
        <Textarea value={notes} maxLength={5000} onChange={(event) => setNotes(event.currentTarget.value)} />
      </Field>
      <FormFailure error={save.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
