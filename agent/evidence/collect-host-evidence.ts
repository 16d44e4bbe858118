import { lstat } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { listAccountWays } from "#agent/host/login-paths.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type HungWork, readHungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import { type Item, items } from "#lib/domain/checklist/item.ts";
import { itemsOfWord } from "#lib/domain/gateway-word/word-verdict.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { HostEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { type AccessAnswers, askTenants, unasked } from "./access/ask-tenants.ts";
import { noteAccess } from "./access/note-access.ts";
import { programsOfOthers } from "./access/programs-of-others.ts";
import { observeConfiguration } from "./configuration/observe-configuration.ts";
import { beginLooking, type Looking } from "./contents/begin-looking.ts";
import { observeCopies } from "./contents/observe-copies.ts";
import { observeBackups } from "./items/backups.ts";
import { observeBrowserProfile } from "./items/browser-profile.ts";
import { observeChannelCredentials } from "./items/channel-credentials.ts";
import { observeGatewayToken } from "./items/gateway-token.ts";
import { observeHostAccess } from "./items/host-access.ts";
import { observeLogs } from "./items/logs.ts";
import { observeModelCredentials } from "./items/model-credentials.ts";
import { observePort } from "./items/port.ts";
import { observeStateDirectory } from "./items/state-directory.ts";
import { observeWorkspace } from "./items/workspace.ts";
import { removeStaleCopies } from "./sources/auth-profiles.ts";
import { type Draft, startDraft } from "./sources/evidence-builder.ts";
import { type HostSnapshot, takeHostSnapshot } from "./sources/host-snapshot.ts";
import { runningVersion } from "./sources/running-version.ts";
import { type TenantView, viewTenant } from "./sources/tenant-view.ts";
import { createWithholding } from "./withhold-secrets.ts";

const observers: Readonly<Record<Item, (draft: Draft, view: TenantView) => Promise<void> | void>> = {
  "state-directory": observeStateDirectory,
  workspace: observeWorkspace,
  "browser-profile": observeBrowserProfile,
  "channel-credentials": observeChannelCredentials,
  "model-credentials": observeModelCredentials,
  "gateway-token": observeGatewayToken,
  port: observePort,
  logs: observeLogs,
  backups: observeBackups,
  "host-access": observeHostAccess,
};

/** Parts of a check that are no item, by the names under which they are left out once they hung the agent. */
const parts = { view: "view", configuration: "configuration" } as const;

const concurrentTenants = 4;
/** What of a tenant takes longer is not measured, so that it can't hold up its neighbours'. */
const tenantTimeoutMs = 20_000;

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

type Pass = {
  readonly context: AgentContext;
  readonly record: TenantRecord;
  readonly host: HostSnapshot;
  readonly hung: HungWork;
};

/** A tenant whose items were looked at one by one, before it is compared with the others. */
type ObservedTenant = {
  readonly record: TenantRecord;
  readonly view: TenantView | null;
  readonly drafts: readonly Draft[];
  finish(): TenantEvidence;
};

function seenOf({ view, drafts }: ObservedTenant) {
  if (view === null) return [];
  const draftOf = (item: Item) => drafts.find((draft) => draft.item === item) ?? startDraft(item, view.at);
  return [{ view, draftOf }];
}

async function observeTenant(pass: Pass, slugs: readonly Slug[]): Promise<ObservedTenant> {
  const { context, record } = pass;
  const { slug, rung } = record;
  const drafts = items.map((item) => startDraft(item, context.now()));
  const isOver = AbortSignal.timeout(tenantTimeoutMs);
  const timedOut = new Promise<null>((resolve) =>
    isOver.addEventListener("abort", () => resolve(null), { once: true }),
  );
  const pending = new Set(drafts);
  const view = await Promise.race([observeAll(pass, drafts, pending, isOver), timedOut]);
  const limit = `Observing this tenant took longer than ${tenantTimeoutMs / 1000} s.`;
  for (const draft of pending) draft.unmeasured(limit);
  const configuration =
    view === null ? null : await Promise.race([configurationOf(pass, view, slugs), timedOut]);
  const version = view === null ? null : await runningVersion(view);
  const configHash = view?.config.wholeHash ?? null;
  return {
    record,
    view,
    drafts,
    finish: () => ({
      ...{ slug, rung, configHash, version, configuration },
      items: drafts.map((draft) => draft.finish()),
    }),
  };
}

async function observeAll(
  pass: Pass,
  drafts: readonly Draft[],
  pending: Set<Draft>,
  isOver: AbortSignal,
): Promise<TenantView | null> {
  const { context, record, host, hung } = pass;
  const isLeftOut = hung.reasonFor(record.slug, parts.view);
  if (isLeftOut !== null) {
    for (const draft of drafts) draft.unmeasured(isLeftOut);
    pending.clear();
    return null;
  }
  const view = await during({ part: parts.view }, () =>
    viewTenant(context, record, host, isOver).catch((error: unknown) => {
      context.log.error({ err: error, tenant: record.slug }, "evidence.view");
      return null;
    }),
  );
  // A Gateway may take long to say who it is, or never do: what doesn't need its word is looked at before.
  const isLast = ({ item }: Draft) => Number(itemsOfWord.includes(item));
  for (const draft of drafts.toSorted((a, b) => isLast(a) - isLast(b))) {
    if (isOver.aborted) break;
    await during({ part: draft.item }, () => observeOne(pass, draft, view));
    pending.delete(draft);
  }
  return view;
}

/** Null when it can't be told; the rules then say that they could not be held against this tenant. */
async function configurationOf(
  { hung, record }: Pass,
  view: TenantView,
  slugs: readonly Slug[],
): Promise<ConfigurationView | null> {
  if (hung.reasonFor(record.slug, parts.configuration) !== null) return null;
  try {
    return await during({ part: parts.configuration }, () => observeConfiguration(view, slugs));
  } catch (error) {
    view.context.log.error({ err: error, tenant: view.record.slug }, "evidence.configuration");
    return null;
  }
}

async function observeOne(
  { context, record, hung }: Pass,
  draft: Draft,
  view: TenantView | null,
): Promise<void> {
  const isLeftOut = hung.reasonFor(record.slug, draft.item);
  if (isLeftOut !== null) {
    draft.unmeasured(isLeftOut);
    return;
  }
  if (view === null) {
    draft.unmeasured("The tenant's directories are not there or can't be read.");
    return;
  }
  if (!record.isProvisioned) draft.untried("The tenant is not fully provisioned.");
  if (!hasOwnUser(record) && draft.item !== "port") {
    draft.identity("uid", String(record.uid), "OS user of the Gateway");
  }
  try {
    await observers[draft.item](draft, view);
  } catch (error) {
    context.log.error({ err: error, tenant: record.slug, item: draft.item }, "evidence.item");
    draft.unmeasured("Observing it failed; the agent's log says why.");
  }
}
