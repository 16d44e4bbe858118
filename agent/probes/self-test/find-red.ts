import type { AgentContext } from "#agent/context.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import { runProbes } from "../run-probes.ts";
import type { Pair } from "./leak.ts";

/** The probes that get through between two tenants, from the source and back. */
export type Red = {
  readonly there: ReadonlySet<ProbeId>;
  readonly back: ReadonlySet<ProbeId>;
  /** What was seen instead, of probes from the source that did not get through. */
  readonly notRed: ReadonlyMap<ProbeId, string>;
  /** Why nothing could be tried from one of the two; null when everything was. */
  readonly leftOut: string | null;
};

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
  return { ...red, leftOut };
}
