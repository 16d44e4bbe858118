"use client";

import { Callout } from "#components/ui/callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { SillyCombination } from "#lib/domain/tool-policy/silly-combination.ts";

type OpeningRiskProps = { combinations: readonly SillyCombination[]; error: string | undefined };

/** What a channel gives strangers together with the tool policy; asks why that is acceptable. */
export function OpeningRisk({ combinations, error }: OpeningRiskProps) {
  if (combinations.length === 0) return null;
  return (
    <>
      {combinations.map(({ id, title, why, remedy }) => (
        <Callout key={id} tone="danger" title={title}>
          {why} {remedy}
        </Callout>
      ))}
      <Field
        label="Why is this acceptable?"
        isRequired
        error={error}
        hint="It is refused without a reason. What you write is kept with your name."
      >
        <Textarea name="openingReason" maxLength={500} rows={2} />
      </Field>
    </>
  );
}
