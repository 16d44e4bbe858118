import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { z } from "zod";
import { DraftsView } from "#components/onboarding/drafts-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { getClient } from "#lib/services/client/index.ts";
import { listDrafts } from "#lib/services/onboarding/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Onboarding" };

const searchSchema = z.object({ client: z.uuid().optional().catch(undefined) });

export default async function OnboardingPage({ searchParams }: PageProps<"/onboarding">) {
  const actor = await pageActor("/onboarding");
  if (!may(actor.role, "tenant.onboard")) forbidden();
  const { client: clientId } = searchSchema.parse(await searchParams);
  const [drafts, client] = await readForPage(
    Promise.all([listDrafts(actor), clientId ? getClient(actor, { clientId }) : null]),
  );
  return <DraftsView initial={drafts} client={client && { id: client.id, name: client.name }} />;
}
