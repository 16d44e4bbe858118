import type { AgentContext } from "#agent/context/context.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { describeSharing } from "#lib/domain/checklist/judge.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import { runProbes } from "../run-probes.ts";
import type { Pair } from "./leak.ts";

/** The probes that get through between two tenants, from the source and back, and the items of both that fail. */
export type Red = {
  readonly there: ReadonlySet<ProbeId>;
  readonly back: ReadonlySet<ProbeId>;
  /** With each thing that is wrong with it. */
  readonly items: { readonly source: RedItems; readonly target: RedItems };
  /** What was seen instead, of probes from the source that did not get through. */
  readonly notRed: ReadonlyMap<ProbeId, string>;
  /** Why nothing could be tried from one of the two; null when everything was. */
  readonly leftOut: string | null;
};

export type RedItems = ReadonlyMap<Item, readonly string[]>;

export async function findRed(
  context: AgentContext,
  { registry, locks }: { readonly registry: Registry; readonly locks: TenantLock },
  { source, target }: Pick<Pair, "source" | "target">,
  signal: AbortSignal,
  options: { readonly umask: number; readonly hasScriptedModel: boolean },
): Promise<Red> {
  let leftOut: string | null = null;
  const red = { there: new Set<ProbeId>(), back: new Set<ProbeId>(), notRed: new Map<ProbeId, string>() };
  await runProbes(
    context,
    registry,
    { locks, slugs: [source.slug, target.slug], ...options },
    (event) => {
      const [first] = event.type === "started" ? event.leftOut : [];
      if (first !== undefined) leftOut = `Nothing could be tried from ${first.slug}: ${first.reason}`;
      for (const attempt of event.type === "attempts" ? event.attempts : []) {
        const isThere = attempt.source === source.slug;
        if (attempt.outcome === "reached") (isThere ? red.there : red.back).add(attempt.probe);
        else if (isThere) red.notRed.set(attempt.probe, `${attempt.outcome}: ${attempt.seen}`);
      }
    },
    signal,
  );
  signal.throwIfAborted();
  return { ...red, items: await redItems(context, registry, source, target), leftOut };
}

async function redItems(
  context: AgentContext,
  registry: Registry,
  source: TenantRecord,
  target: TenantRecord,
): Promise<Red["items"]> {
  const pair = [registry.require(source.slug), registry.require(target.slug)];
  const { tenants } = await collectHostEvidence(context, { list: () => pair, damaged: () => [] });
  const shared = findSharing(tenants);
  const of = ({ slug }: TenantRecord): RedItems => {
    const items = tenants.find((tenant) => tenant.slug === slug)?.items ?? [];
    const wrong = (item: Item, defects: readonly { readonly message: string }[]) => [
      ...defects.map(({ message }) => message),
      ...(shared.get(slug) ?? []).filter((each) => each.item === item).map(describeSharing),
    ];
    const faults = items.map(({ item, defects }) => [item, wrong(item, defects)] as const);
    return new Map(faults.filter(([, wrongs]) => wrongs.length > 0));
  };
  return { source: of(source), target: of(target) };
}
