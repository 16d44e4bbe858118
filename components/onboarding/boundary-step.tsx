"use client";

import Link from "next/link";
import { useState } from "react";
import { toRoute } from "#components/ui/href.ts";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { audienceLabels } from "#components/words/boundary-words.ts";
import { audiences } from "#lib/domain/tenant/decision.ts";
import { StepFrame } from "./step-frame.tsx";
import type { Wizard } from "./use-wizard.ts";
import { completeAnswers, type WizardDraft } from "./wizard-draft.ts";

const audienceHints: Record<(typeof audiences)[number], string> = {
  "one-team": "People who work together and trust one another.",
  "several-teams": "Departments with data of their own.",
  customers: "People outside the client's company, each known by name.",
  public: "Whoever finds the address or the number.",
};

const questions = [
  {
    name: "sharesData",
    legend: "May all of them see the same business data?",
    yes: "Everyone may read everything it knows.",
    no: "Somebody may not see what another may.",
  },
  {
    name: "isCustomerFacing",
    legend: "Does it talk to people outside the company?",
    yes: "Outsiders write to it or read what it writes.",
    no: "Only the client's own people use it.",
  },
  {
    name: "hasPowerfulTools",
    legend: "Shall it have powerful tools?",
    yes: "It may use files, commands or a browser inside its boundary.",
    no: "It answers messages and little else.",
  },
  {
    name: "couldHarmEachOther",
    legend: "Could one of its users want to harm another, or another client?",
    yes: "A competitor, a stranger or an angry customer may be among them.",
    no: "No one has a reason to.",
  },
] as const;

type Answers = WizardDraft["answers"];

/** The five questions that come before any layout. */
export function BoundaryStep({ wizard }: { wizard: Wizard }) {
  const [isChecked, setIsChecked] = useState(false);
  const { answers } = wizard.draft;
  // Other answers may call for another rung: the one chosen before doesn't stand.
  const answer = (changes: Partial<Answers>) =>
    wizard.change({ answers: { ...answers, ...changes }, rung: null });
  const missing = (value: unknown) => (isChecked && value === null ? "Answer this to go on." : null);
  return (
    <StepFrame
      wizard={wizard}
      title="Who will use it, and what could go wrong?"
      intro="A Gateway trusts everyone it lets in. These answers decide what kind of wall this tenant needs around it."
      onContinue={() => {
        setIsChecked(true);
        if (completeAnswers(wizard.draft)) wizard.goTo("recommendation");
        else focusFirstMissing(answers);
      }}
    >
      <p className="text-dim text-sm">
        What each wall is good for, and what it costs, is in the{" "}
        <Link href={toRoute("/playbook")} className="underline underline-offset-2 hover:text-ink">
          playbook
        </Link>
        .
      </p>
      <RadioCards
        legend="Who will use it?"
        name="audience"
        columns={2}
        value={answers.audience}
        onValueChange={(audience) => answer({ audience })}
        error={missing(answers.audience)}
        options={audiences.map((value) => ({
          value,
          label: audienceLabels[value],
          hint: audienceHints[value],
        }))}
      />
      {questions.map((question) => (
        <RadioCards
          key={question.name}
          legend={question.legend}
          name={question.name}
          columns={2}
          value={toChoice(answers[question.name])}
          onValueChange={(choice) => answer({ [question.name]: choice === "yes" })}
          error={missing(answers[question.name])}
          options={[
            { value: "yes", label: "Yes", hint: question.yes },
            { value: "no", label: "No", hint: question.no },
          ]}
        />
      ))}
    </StepFrame>
  );
}

function toChoice(value: boolean | null): "yes" | "no" | null {
  if (value === null) return null;
  return value ? "yes" : "no";
}

/** Takes the keyboard, and the view with it, to the first question without an answer. */
function focusFirstMissing(answers: Answers) {
  const missing = Object.entries(answers).find(([, value]) => value === null);
  if (missing) document.querySelector<HTMLElement>(`input[name="${missing[0]}"]`)?.focus();
}
