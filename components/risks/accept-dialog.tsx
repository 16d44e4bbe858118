"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { useFocusInvalid } from "#components/ui/use-focus-invalid.ts";
import { acceptRisk } from "#lib/actions/risk.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import { AcceptanceFields, emptyWish, toTerms } from "./acceptance-fields.tsx";

export type RiskSubject = {
  readonly subject:
    | { readonly kind: "mistake"; readonly id: MistakeId }
    | { readonly kind: "item"; readonly id: Item }
    | { readonly kind: "attempt"; readonly id: ProbeId };
  readonly title: string;
  /** Keys of what is wrong, as it is on screen. */
  readonly faults: readonly string[];
  /** More of the same that can be accepted in one go. */
  readonly wider?: {
    readonly narrowLabel: string;
    readonly label: string;
    readonly hint: string;
    readonly faults: readonly string[];
  } | null;
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
        description={`${props.title.replace(/\.$/, "")}. It stays visible as accepted, on reports too. Anything else that goes wrong counts as failed again.`}
      >
        <AcceptForm {...props} onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

const defaultDays = 90;

/** Mounted with each opening, so that what was on screen then is what is accepted. */
function AcceptForm({ slug, subject, faults, wider, onClose }: AcceptButtonProps & { onClose: () => void }) {
  const [opened] = useState({ faults, wider });
  const [scope, setScope] = useState<"narrow" | "wide">("narrow");
  const [wish, setWish] = useState(() => emptyWish(defaultDays));
  const accept = useCommand(acceptRisk, { onDone: onClose });
  const formRef = useFocusInvalid(accept.error);
  const fields: Readonly<Record<string, string>> = accept.error ? (toFailure(accept.error).fields ?? {}) : {};
  const chosen = scope === "wide" && opened.wider ? opened.wider.faults : opened.faults;
  return (
    <form
      ref={formRef}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        accept.run({ slug, subject, faults: [...chosen], ...toTerms(wish) });
      }}
    >
      {opened.wider ? (
        <RadioCards
          legend="What is accepted?"
          hint="A tenant from which it gets through later is not covered."
          name="scope"
          value={scope}
          onValueChange={setScope}
          options={[
            { value: "narrow", label: opened.wider.narrowLabel },
            { value: "wide", label: opened.wider.label, hint: opened.wider.hint },
          ]}
        />
      ) : null}
      <AcceptanceFields wish={wish} onWish={setWish} problems={fields} />
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
