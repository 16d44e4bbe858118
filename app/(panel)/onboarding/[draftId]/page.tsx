import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { z } from "zod";
import { RunView } from "#components/onboarding/run-view.tsx";
import { WizardView } from "#components/onboarding/wizard-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { may } from "#lib/services/actor.ts";
import { getDraft } from "#lib/services/onboarding/index.ts";
import { readForPage } from "../../read-for-page.ts";

export const metadata: Metadata = { title: "Onboarding" };

/** Set once the onboarding runs: its draft is gone by then. */
const runSchema = z.object({ run: z.uuid(), tenant: slugSchema });

export default async function WizardPage({ params, searchParams }: PageProps<"/onboarding/[draftId]">) {
  const { draftId } = await params;
  const actor = await pageActor(`/onboarding/${draftId}`);
  if (!may(actor.role, "tenant.onboard")) forbidden();
  const run = runSchema.safeParse(await searchParams).data;
  if (run) return <RunView draftId={draftId} operationId={run.run} slug={run.tenant} />;
  const draft = await readForPage(getDraft(actor, { id: draftId }));
  return <WizardView key={draft.id} initial={draft} />;
}
