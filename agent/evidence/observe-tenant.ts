import type { AgentContext } from "#agent/context/context.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { HungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import { type Item, items } from "#lib/domain/checklist/item.ts";
import { itemsOfWord } from "#lib/domain/gateway-word/word-verdict.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { observeConfiguration } from "./configuration/observe-configuration.ts";
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
import { type Draft, startDraft } from "./sources/evidence-builder.ts";
import type { HostSnapshot } from "./sources/host-snapshot.ts";
import { runningVersion } from "./sources/running-version.ts";
import { type TenantView, viewTenant } from "./sources/tenant-view.ts";

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

/** What of a tenant takes longer is not measured, so that it can't hold up its neighbours'. */
const tenantTimeoutMs = 20_000;

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

/** For what compares tenants: nothing of one that could not be viewed. */
export function seenOf({ view, drafts }: ObservedTenant) {
  if (view === null) return [];
  const draftOf = (item: Item) => drafts.find((draft) => draft.item === item) ?? startDraft(item, view.at);
  return [{ view, draftOf }];
}

/**
 * Looks at the ten items of one tenant, each by itself. Never fails: what could
 * not be looked at, or not in time, says why.
 */
export async function observeTenant(pass: Pass, slugs: readonly Slug[]): Promise<ObservedTenant> {
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
