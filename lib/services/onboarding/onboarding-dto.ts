import type { Plan } from "#lib/host-agent/contract/plan.ts";

export type DraftDto = {
  readonly id: string;
  readonly step: string;
  /** Whatever the wizard saved; it parses it again when it resumes. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** Nothing is reserved by a plan: the block may be another one when the onboarding runs. */
export type OnboardingPlanDto = {
  readonly host: { readonly id: string; readonly name: string };
  readonly plan: Plan;
  /** The plan's own obstacles and those that the dashboard knows of: slug taken, client archived, no free ports. */
  readonly obstacles: readonly {
    readonly code: string;
    readonly message: string;
    readonly nextStep: string;
  }[];
};

export type OnboardingStartedDto = {
  readonly tenantId: string;
  readonly slug: string;
  readonly operationId: string;
};
