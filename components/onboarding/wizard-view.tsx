"use client";

import { PageHeader } from "#components/ui/page-header.tsx";
import type { DraftDto } from "#lib/services/onboarding/onboarding-dto.ts";
import { BoundaryStep } from "./boundary-step.tsx";
import { ClientStep } from "./client-step.tsx";
import { NameStep } from "./name-step.tsx";
import { PlanStep } from "./plan-step.tsx";
import { RecommendationStep } from "./recommendation-step.tsx";
import { StepRail } from "./step-rail.tsx";
import { useWizard, type Wizard } from "./use-wizard.ts";
import { draftTitle } from "./wizard-draft.ts";

/** One onboarding, from the client to the plan. */
export function WizardView({ initial }: { initial: DraftDto }) {
  const wizard = useWizard(initial);
  return (
    <>
      <PageHeader
        trail={[
          { href: "/tenants", label: "Tenants" },
          { href: "/onboarding", label: "Onboarding" },
        ]}
        title={draftTitle(wizard.draft) === "Untitled" ? "New tenant" : draftTitle(wizard.draft)}
        meta="Saved as you go. Leave and come back whenever you like."
      />
      <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[13rem_minmax(0,52rem)]">
        <StepRail wizard={wizard} />
        <CurrentStep wizard={wizard} draftId={initial.id} />
      </div>
    </>
  );
}

function CurrentStep({ wizard, draftId }: { wizard: Wizard; draftId: string }) {
  switch (wizard.step) {
    case "client":
      return <ClientStep wizard={wizard} />;
    case "boundary":
      return <BoundaryStep wizard={wizard} />;
    case "recommendation":
      return <RecommendationStep wizard={wizard} />;
    case "name":
      return <NameStep wizard={wizard} />;
    case "plan":
      return <PlanStep wizard={wizard} draftId={draftId} />;
  }
}
