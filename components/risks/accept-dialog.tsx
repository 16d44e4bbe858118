"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCommand } from "#components/operations/use-command.ts";
import { toFailure } from "#components/shell/api-error.ts";
import { FormFailure } from "#components/shell/failure-state.tsx";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { useFocusInvalid } from "#components/shell/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { acceptRisk } from "#lib/actions/risk.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";

export type RiskSubject = {
  readonly subject:
    | { readonly kind: "mistake"; readonly id: MistakeId }
    | { readonly kind: "item"; readonly id: Item };
  readonly title: string;
  /** Keys of what is wrong, as it is on screen. */
  readonly faults: readonly string[];
};

type AcceptButtonProps = RiskSubject & { slug: string };

/** Opens the question who answers for a risk, why, and until when. */
export function AcceptButton(props: AcceptButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Accept the risk</Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        size="md"
        title="Accept this risk"
        description={`${props.title}. It stays visible as accepted, on reports too. Anything else that goes wrong counts as failed again.`}
      >
        <AcceptForm {...props} onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

const dayMs = 86_400_000;
const dayAfter = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** Mounted with each opening, so that what was on screen then is what is accepted. */
function AcceptForm({ slug, subject, faults, onClose }: AcceptButtonProps & { onClose: () => void }) {
  const [opened] = useState(faults);
  const [reason, setReason] = useState("");
  const [ownerId, setOwnerId] = useState("");
  const [expiresOn, setExpiresOn] = useState(() => dayAfter(90));
  const accept = useCommand(acceptRisk, { onDone: onClose });
  const formRef = useFocusInvalid(accept.error);
  const fields: Readonly<Record<string, string>> = accept.error ? (toFailure(accept.error).fields ?? {}) : {};
  const owners = useOwnerOptions();
  return (
    <form
      ref={formRef}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        accept.run({ slug, subject, faults: opened, reason, expiresOn, ...(ownerId && { ownerId }) });
      }}
    >
      <Field
        label="Why is it acceptable?"
        isRequired
        error={fields.reason}
        hint="A sentence that an auditor, or your client, could read."
      >
        <Textarea
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Who answers for it?" isRequired error={fields.ownerId}>
          <Select options={owners} value={ownerId} onValueChange={setOwnerId} />
        </Field>
        <Field
          label="Last day"
          isRequired
          error={fields.expiresOn}
          hint="Within one year. Then it is failed again."
        >
          <Input
            type="date"
            value={expiresOn}
            min={dayAfter(0)}
            max={dayAfter(366)}
            onChange={(event) => setExpiresOn(event.currentTarget.value)}
          />
        </Field>
      </div>
      <FormFailure error={accept.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={accept.isPending}>
          Accept until then
        </Button>
      </div>
    </form>
  );
}

function useOwnerOptions() {
  const people = useQuery({
    queryKey: ["users", "names"],
    queryFn: ({ signal }) => fetchJson<readonly UserNameDto[]>("/api/users/names", { signal }),
    staleTime: 60_000,
  });
  return [
    { value: "", label: "I do" },
    ...(people.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
}
