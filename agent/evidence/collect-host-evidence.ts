import { lstat } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { listAccountWays } from "#agent/host/login-paths.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { readHungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import { items } from "#lib/domain/checklist/item.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { HostEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { type AccessAnswers, askTenants, unasked } from "./access/ask-tenants.ts";
import { noteAccess } from "./access/note-access.ts";
import { programsOfOthers } from "./access/programs-of-others.ts";
import { beginLooking, type Looking } from "./contents/begin-looking.ts";
import { observeCopies } from "./contents/observe-copies.ts";
import { observeTenant, seenOf } from "./observe-tenant.ts";
import { removeStaleCopies } from "./sources/auth-profiles.ts";
import { startDraft } from "./sources/evidence-builder.ts";
import { type HostSnapshot, takeHostSnapshot } from "./sources/host-snapshot.ts";
import { createWithholding } from "./withhold-secrets.ts";

const concurrentTenants = 4;

/**
 * Observes the ten items of every tenant of this host in one pass, so that
 * they can be compared: what the host shows now, never what was intended. Runs
 * nothing of a tenant's, and follows nothing out of its tree. An item that
 * can't be observed says why; one tenant's trouble never fails the others.
 *
 * @param places where copies of secrets are looked for beside the tenants' trees
 * @param options.asksKernel false where mistakes alone are wanted: it looks through all of the host's file
 *   systems, and without it state directory and host access are not measured
 */
export async function collectHostEvidence(
  context: AgentContext,
  registry: Pick<Registry, "list" | "damaged">,
  places: readonly string[] = [],
  { asksKernel = true } = {},
): Promise<HostEvidence> {
  await removeStaleCopies(context.paths.agent);
  const host = await takeHostSnapshot();
  const hung = await readHungWork(context.paths.agent);
  const slugs = [...registry.list(), ...registry.damaged()].map(({ slug }) => slug);
  const looking = await beginLooking(context, registry.list(), places);
  const access = asksKernel ? askOnHost(context, registry, host, looking) : Promise.resolve(unasked);
  const observed = await mapLimited(registry.list(), concurrentTenants, (record) =>
    during({ slug: record.slug }, () => observeTenant({ context, record, host, hung }, slugs)),
  );
  const [answers, secrets] = await Promise.all([
    access,
    observeCopies(context, host, observed.flatMap(seenOf), looking),
  ]);
  for (const { record, drafts } of observed) for (const draft of drafts) noteAccess(draft, record, answers);
  const withhold = createWithholding(context.fingerprintKey, secrets, slugs);
  const tenants = observed.map(({ finish }) => withhold(finish()));
  const damaged = await Promise.all(registry.damaged().map(({ slug }) => unknownTenant(context, slug)));
  return {
    at: context.now().toISOString(),
    accounts: listAccountWays(host.accounts),
    tenants: [...tenants, ...damaged],
  };
}

/** What is not to be changed by tenants is also what others run by themselves. */
function askOnHost(
  context: AgentContext,
  registry: Pick<Registry, "list" | "damaged">,
  { accounts, grants }: HostSnapshot,
  looking: Looking,
): Promise<AccessAnswers> {
  const trees = [
    ...registry.list().map(({ slug, layout }) => ({ slug, tree: layout.tree })),
    ...registry.damaged().map(({ slug }) => ({ slug, tree: tenantLayout(context.paths, slug).tree })),
  ];
  const extra = programsOfOthers(grants);
  return askTenants(context, registry.list(), { trees, programs: looking.programs() }, accounts, extra).catch(
    (error: unknown) => {
      context.log.error({ err: error }, "evidence.access");
      return unasked;
    },
  );
}

/** A tenant that the agent has lost its record of: it still is a neighbour, and nothing of it was measured. */
async function unknownTenant(context: AgentContext, slug: Slug): Promise<TenantEvidence> {
  const state = await lstat(tenantLayout(context.paths, slug).state).catch(() => null);
  const drafts = items.map((item) => startDraft(item, context.now()));
  for (const draft of drafts) {
    draft.unmeasured("The agent's record of this tenant is damaged; provision the tenant again.");
  }
  return {
    slug,
    rung: state !== null && state.uid !== context.uid ? "os-user" : "profile",
    configHash: null,
    version: null,
    items: drafts.map((draft) => draft.finish()),
    configuration: null,
  };
}
