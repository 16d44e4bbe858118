"use client";

import { useQuery } from "@tanstack/react-query";
import { Play, RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { unwrapAction } from "#components/answers/api-error.ts";
import { FailureState, FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { toRoute } from "#components/ui/href.ts";
import { ProgressBar } from "#components/ui/meter.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { planOnboarding, runOnboarding } from "#lib/actions/onboarding.ts";
import type { OnboardingPlanDto } from "#lib/services/onboarding/onboarding-dto.ts";
import { toWish, type Wish } from "./onboarding-wish.ts";
import { PlanView } from "./plan-view.tsx";
import { StepFrame } from "./step-frame.tsx";
import type { Wizard } from "./use-wizard.ts";

type PlanStepProps = { wizard: Wizard; draftId: string };

/** Exactly what will be done, before anything is touched; then the button that does it. */
export function PlanStep({ wizard, draftId }: PlanStepProps) {
  const wish = toWish(wizard.draft);
  return wish ? <PlanOfWish wizard={wizard} draftId={draftId} wish={wish} /> : null;
}

function PlanOfWish({ wizard, draftId, wish }: PlanStepProps & { wish: Wish }) {
  const router = useRouter();
  const plan = useQuery({
    queryKey: ["onboarding", "plan", wish],
    queryFn: () => unwrapAction(planOnboarding(wish)),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const run = useCommand(runOnboarding, {
    onDone: ({ operationId, slug }) =>
      router.replace(toRoute(`/onboarding/${draftId}?run=${operationId}&tenant=${slug}`)),
  });
  const obstacles = plan.data?.obstacles ?? [];
  const isReady = plan.data !== undefined && obstacles.length === 0 && !plan.isFetching;
  return (
    <StepFrame
      wizard={wizard}
      title={`The plan for ${wizard.draft.name}`}
      intro="Nothing has been touched yet. This is all that will be made on the host when you run it."
    >
      {plan.isPending ? (
        <div role="status" className="flex flex-col gap-3">
          <p className="text-dim">Asking the host what it would do.</p>
          <ProgressBar label="Making the plan" value={null} />
          <Skeleton className="h-72" />
        </div>
      ) : null}
      {plan.isError ? (
        <FailureState
          title="The plan can't be made."
          error={plan.error}
          onRetry={() => void plan.refetch()}
          isRetrying={plan.isFetching}
        />
      ) : null}
      <Obstacles list={obstacles} />
      {plan.data ? <PlanView plan={plan.data.plan} hostName={plan.data.host.name} rung={wish.rung} /> : null}
      <FormFailure error={run.error} />
      <div className="sticky bottom-0 flex flex-wrap justify-end gap-2 bg-deck py-3">
        {plan.isError ? null : (
          <Button
            icon={<RotateCw aria-hidden="true" />}
            isPending={plan.isFetching}
            onClick={() => void plan.refetch()}
          >
            Plan again
          </Button>
        )}
        <Button
          variant="primary"
          icon={<Play aria-hidden="true" />}
          disabled={!isReady}
          isPending={run.isPending || run.isDone}
          onClick={() => run.run({ ...wish, draftId })}
        >
          {wish.startAfterwards ? "Provision and start" : "Provision"}
        </Button>
      </div>
    </StepFrame>
  );
}

function Obstacles({ list }: { list: OnboardingPlanDto["obstacles"] }) {
  return list.map((obstacle) => (
    <Callout key={obstacle.code + obstacle.message} tone="danger" title={obstacle.message}>
      {obstacle.nextStep}
    </Callout>
  ));
}
