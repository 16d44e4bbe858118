"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/answers/fetch-json.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { longestAcceptanceDays } from "#lib/domain/risk/acceptance.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";

/** Why somebody answers for a risk, who does ("" for whoever fills it in), and until which day. */
export type AcceptanceWish = {
  readonly reason: string;
  readonly ownerId: string;
  readonly expiresOn: string;
};

/** How long what is accepted together with something else lasts, unless somebody chooses otherwise. */
export const yearDays = 365;

const dayMs = 86_400_000;
const dayAfter = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** An empty wish that lasts so many days. */
export function emptyWish(days: number): AcceptanceWish {
  return { reason: "", ownerId: "", expiresOn: dayAfter(days) };
}

/** A wish as services take it. */
export function toTerms({ reason, ownerId, expiresOn }: AcceptanceWish) {
  return { reason, expiresOn, ...(ownerId && { ownerId }) };
}

type AcceptanceFieldsProps = {
  wish: AcceptanceWish;
  onWish: (wish: AcceptanceWish) => void;
  /** What is wrong, by the field's name as it was sent. */
  problems: Readonly<Record<string, string>>;
  /** Where the wish lies in what is sent: "acceptance"; at the top when left out. */
  prefix?: string | undefined;
};

/** Asks why a risk is acceptable, who answers for it, and until when. */
export function AcceptanceFields({ wish, onWish, problems, prefix }: AcceptanceFieldsProps) {
  const owners = useOwnerOptions();
  const nameOf = (key: keyof AcceptanceWish) => (prefix === undefined ? key : `${prefix}.${key}`);
  return (
    <>
      <Field
        label="Why is it acceptable?"
        isRequired
        error={problems[nameOf("reason")]}
        hint="A sentence that an auditor, or your client, could read."
      >
        <Textarea
          name={nameOf("reason")}
          value={wish.reason}
          maxLength={1000}
          rows={2}
          onChange={(event) => onWish({ ...wish, reason: event.currentTarget.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Who answers for it?" isRequired error={problems[nameOf("ownerId")]}>
          <Select
            name={nameOf("ownerId")}
            options={owners}
            value={wish.ownerId}
            onValueChange={(ownerId) => onWish({ ...wish, ownerId })}
          />
        </Field>
        <Field
          label="Last day"
          isRequired
          error={problems[nameOf("expiresOn")]}
          hint="Within one year. Then it is failed again."
        >
          <Input
            type="date"
            name={nameOf("expiresOn")}
            value={wish.expiresOn}
            min={dayAfter(0)}
            max={dayAfter(longestAcceptanceDays)}
            onChange={(event) => onWish({ ...wish, expiresOn: event.currentTarget.value })}
          />
        </Field>
      </div>
    </>
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
