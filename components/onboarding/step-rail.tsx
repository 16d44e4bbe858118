"use client";

import { Check } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import type { Wizard } from "./use-wizard.ts";
import { furthestStep, isAtMost, stepLabels, wizardSteps } from "./wizard-draft.ts";

/** Where one is in the onboarding; steps already filled in can be opened again. */
export function StepRail({ wizard }: { wizard: Wizard }) {
  const furthest = furthestStep(wizard.draft);
  return (
    <nav aria-label="Steps of the onboarding">
      <ol className="flex gap-1 max-lg:overflow-x-auto max-lg:pb-2 lg:flex-col">
        {wizardSteps.map((step, index) => {
          const isCurrent = step === wizard.step;
          const isDone = isAtMost(step, furthest) && step !== furthest;
          return (
            <li key={step}>
              <button
                type="button"
                disabled={!isAtMost(step, furthest)}
                aria-current={isCurrent ? "step" : undefined}
                onClick={() => wizard.goTo(step)}
                className={classNames(
                  "flex min-h-9 w-full items-center gap-2.5 whitespace-nowrap rounded-md px-2.5 text-left text-sm disabled:cursor-not-allowed disabled:text-faint",
                  isCurrent
                    ? "bg-accent-soft font-semibold text-accent-strong"
                    : "hover:not-disabled:bg-well",
                )}
              >
                <Numeral index={index} isDone={isDone} isCurrent={isCurrent} />
                {stepLabels[step]}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

type NumeralProps = { index: number; isDone: boolean; isCurrent: boolean };

function Numeral({ index, isDone, isCurrent }: NumeralProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "flex size-5 shrink-0 items-center justify-center rounded-sm border font-mono text-xs",
        isCurrent ? "border-accent" : "border-edge",
      )}
    >
      {isDone && !isCurrent ? <Check className="size-3" /> : index + 1}
    </span>
  );
}
