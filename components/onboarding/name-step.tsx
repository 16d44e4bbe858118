"use client";

import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { StepFrame } from "./step-frame.tsx";
import { suggestSlug } from "./suggest-slug.ts";
import { type SlugCheck, useSlugCheck } from "./use-slug-check.ts";
import type { Wizard } from "./use-wizard.ts";

/** What people call it, and the slug that everything on the host is named after. */
export function NameStep({ wizard }: { wizard: Wizard }) {
  const { draft, change } = wizard;
  const [isChecked, setIsChecked] = useState(false);
  const check = useSlugCheck(draft.slug);
  const [isWaiting, setIsWaiting] = useState(false);
  // A press while the slug is still being looked up counts: the step goes on once the answer is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wizard` is made anew with every rendering; the answer decides.
  useEffect(() => {
    if (!isWaiting || check.state === "checking") return;
    setIsWaiting(false);
    if (check.state === "free" || check.state === "unknown") wizard.goTo("plan", { name: draft.name.trim() });
  }, [isWaiting, check.state]);
  const nameError = isChecked && draft.name.trim() === "" ? "Give the tenant a name." : null;
  const slugError = check.message ?? (isChecked && check.state === "empty" ? "Give it a slug." : null);
  return (
    <StepFrame
      wizard={wizard}
      title="What is it called?"
      onContinue={() => {
        setIsChecked(true);
        setIsWaiting(draft.name.trim() !== "");
      }}
    >
      <div className="flex max-w-xl flex-col gap-5">
        <Field
          label="Name"
          isRequired
          error={nameError}
          hint="As your team knows it. It can be changed later."
        >
          <Input
            value={draft.name}
            maxLength={120}
            placeholder={`${draft.clientName} Support`.slice(0, 60)}
            onChange={(event) => {
              const name = event.currentTarget.value;
              change(draft.isSlugOwn ? { name } : { name, slug: suggestSlug(name) });
            }}
          />
        </Field>
        <Field
          label="Slug"
          isRequired
          error={slugError}
          aside={<SlugState check={check} />}
          hint={
            <>
              Its OS user will be <Mono>bh-{draft.slug || "…"}</Mono>, and its directories are named after it.
              It never changes.
            </>
          }
        >
          <Input
            isMono
            value={draft.slug}
            maxLength={24}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              const slug = event.currentTarget.value.toLowerCase().trim();
              change({ slug, isSlugOwn: slug !== "" });
            }}
          />
        </Field>
        <Field label="Notes" hint="For your team. Don't write secrets here.">
          <Textarea
            value={draft.notes}
            maxLength={5000}
            onChange={(event) => change({ notes: event.currentTarget.value })}
          />
        </Field>
        <Checkbox
          label="Start the Gateway as soon as it is provisioned"
          checked={draft.startAfterwards}
          onChange={(event) => change({ startAfterwards: event.currentTarget.checked })}
        />
      </div>
    </StepFrame>
  );
}

function SlugState({ check }: { check: SlugCheck }) {
  return (
    <span role="status" className="inline-flex items-center gap-1 text-dim text-xs">
      {check.state === "checking" ? (
        <>
          <Spinner className="size-3" /> checking
        </>
      ) : null}
      {check.state === "free" ? (
        <>
          <Check aria-hidden="true" className="size-3" /> free
        </>
      ) : null}
      {check.state === "unknown" ? "couldn't be checked; the plan will tell" : null}
    </span>
  );
}
