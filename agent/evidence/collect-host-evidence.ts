import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import { listAccountWays } from "#agent/host/account-ways.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { type HungWork, readHungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import { type Item, items } from "#lib/domain/checklist/item.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { HostEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { removeStaleCopies } from "./auth-profiles.ts";
import { observeConfiguration } from "./configuration/observe-configuration.ts";
import { type Draft, startDraft } from "./draft.ts";
import { type HostSnapshot, takeHostSnapshot } from "./host-snapshot.ts";
import { isInside } from "./inspect-place.ts";
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
import { mapLimited } from "./map-limited.ts";
import { type TenantView, viewTenant } from "./tenant-view.ts";

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
 * nothing of a tenant's, and reads nothing outside its tree. An item that
 * can't be observed says why; one tenant's trouble never fails the others.
 */
export async function collectHostEvidence(
  context: AgentContext,
  registry: Pick<Registry, "list" | "damaged">,
): Promise<HostEvidence> {
  await removeStaleCopies(context.paths.agent);
  const host = await takeHostSnapshot();
  const hung = await readHungWork(context.paths.agent);
  const slugs = [...registry.list(), ...registry.damaged()].map(({ slug }) => slug);
  const tenants = await mapLimited(registry.list(), concurrentTenants, (record) =>
    during({ slug: record.slug }, () => observeTenant({ context, record, host, hung }, slugs)),
  );
  const damaged = await Promise.all(registry.damaged().map(({ slug }) => unknownTenant(context, slug)));
  return {
    at: context.now().toISOString(),
    accounts: listAccountWays(host.accounts),
    tenants: [...tenants, ...damaged],
  };
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

async function observeTenant(pass: Pass, slugs: readonly Slug[]): Promise<TenantEvidence> {
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
  return {
    slug,
    rung,
    configHash: view?.config.wholeHash ?? null,
    version: view === null ? null : await versionOf(view),
    items: drafts.map((draft) => draft.finish()),
    configuration,
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
  for (const draft of drafts) {
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
  if (!record.isProvisioned) draft.unmeasured("The tenant is not fully provisioned.");
  if (record.rung === "profile" && draft.item !== "port") {
    draft.identity("uid", String(record.uid), "OS user of the Gateway");
  }
  try {
    await observers[draft.item](draft, view);
  } catch (error) {
    context.log.error({ err: error, tenant: record.slug, item: draft.item }, "evidence.item");
    draft.unmeasured("Observing it failed; the agent's log says why.");
  }
}

/** The version that the running process was started from, or the one that it would be. */
async function versionOf({ gateway, context, record }: TenantView): Promise<string> {
  const store = await realpath(context.paths.runtimeStore).catch(() => context.paths.runtimeStore);
  const program = gateway?.program ?? "";
  return isInside(program, store)
    ? (path.relative(store, program).split("/")[0] ?? "")
    : record.runtimeVersion;
}
