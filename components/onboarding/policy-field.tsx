"use client";

import { useState } from "react";
import { emptyWish, yearDays } from "#components/risks/acceptance-fields.tsx";
import { PolicyChoice } from "#components/tools/policy-choice.tsx";
import { PolicyWords } from "#components/tools/policy-words.tsx";
import { Section } from "#components/ui/section.tsx";
import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import { recommendPreset } from "#lib/domain/tool-policy/recommend-preset.ts";
import type { Wizard } from "./use-wizard.ts";
import { needsReason, policyOf } from "./wizard-draft.ts";

type PolicyFieldProps = {
  wizard: Wizard;
  answers: BoundaryAnswers;
  /** True once somebody tried to go on. */
  isChecked: boolean;
};

/** What the tenant's agent may do: recommended from the answers, and theirs to change. */
export function PolicyField({ wizard, answers, isChecked }: PolicyFieldProps) {
  const { draft, change } = wizard;
  const policy = policyOf(draft, answers);
  const [inAYear] = useState(() => emptyWish(yearDays).expiresOn);
  const isMissing = isChecked && needsReason(draft, answers);
  return (
    <Section title="Tools">
      <div className="flex flex-col gap-5">
        <PolicyChoice
          policy={policy}
          onPolicy={(toolPolicy) => change({ toolPolicy })}
          recommendation={recommendPreset(answers)}
          answers={answers}
          channels={[]}
          wish={{ ...draft.acceptance, expiresOn: draft.acceptance.expiresOn || inAYear }}
          onWish={(acceptance) => change({ acceptance })}
          problems={
            isMissing ? { "acceptance.reason": "Say in a sentence why, or choose another policy." } : {}
          }
        />
        <PolicyWords policy={policy} />
      </div>
    </Section>
  );
}
