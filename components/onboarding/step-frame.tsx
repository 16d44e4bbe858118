"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Wizard } from "./use-wizard.ts";
import { type WizardStep, wizardSteps } from "./wizard-draft.ts";

type StepFrameProps = {
  wizard: Wizard;
  title: ReactNode;
  intro?: ReactNode;
  /** The button that goes on; left out where the step has its own. */
  onContinue?: () => void;
  continueLabel?: string;
  /** True while what the step asks is still being made out, so that nobody goes on past it. */
  isSettling?: boolean;
  children: ReactNode;
};

/** One step: a question, what it needs, and the ways back and on. */
export function StepFrame(props: StepFrameProps) {
  const {
    wizard,
    title,
    intro,
    onContinue,
    continueLabel = "Continue",
    isSettling = false,
    children,
  } = props;
  const previous = stepBefore(wizard.step);
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSettling) onContinue?.();
      }}
    >
      <div className="max-w-prose">
        <h2 className="font-semibold text-lg">{title}</h2>
        {intro ? <p className="mt-1 text-dim">{intro}</p> : null}
      </div>
      {children}
      <FormFailure error={wizard.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t pt-4">
        {previous ? (
          <Button
            variant="ghost"
            icon={<ArrowLeft aria-hidden="true" />}
            onClick={() => wizard.goTo(previous)}
          >
            Back
          </Button>
        ) : (
          <span />
        )}
        {onContinue ? (
          <Button type="submit" variant="primary" isPending={wizard.isSaving || isSettling}>
            {continueLabel}
            <ArrowRight aria-hidden="true" />
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function stepBefore(step: WizardStep): WizardStep | null {
  return wizardSteps[wizardSteps.indexOf(step) - 1] ?? null;
}
