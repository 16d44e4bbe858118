import { randomBytes } from "node:crypto";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { runProbes } from "../run-probes.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
import { leaks } from "./leaks.ts";

export type SelfTestDeps = {
  readonly registry: Registry;
  readonly locks: TenantLock;
  provision(slug: Slug): Promise<TenantRecord>;
  /** Takes everything of the tenant off the host. No-op when it is not there. */
  remove(slug: Slug): Promise<void>;
  /** With these the holes of running Gateways are made too; each start takes a minute and a gigabyte. */
  readonly gateways?: { start(slug: Slug): Promise<void>; stop(slug: Slug): Promise<void> };
};

/**
 * `caught` exactly the right probes turned red · `missed` one of them did not ·
 * `spurious` others did too · `open-already` they were red without it ·
 * `not-planted` this host leaves no place for it.
 */
export type LeakOutcome = "caught" | "missed" | "spurious" | "open-already" | "not-planted";
export type SelfTestRow = {
  readonly id: string;
  readonly title: string;
  readonly outcome: LeakOutcome;
  readonly expected: readonly string[];
  /** What turned red that was not red before, as "probe" or "probe (back)". */
  readonly turnedRed: readonly string[];
  readonly detail: string | null;
};
export type SelfTestResult = {
  readonly caught: number;
  /** Holes that could be made and were closed before. */
  readonly total: number;
  readonly rows: readonly SelfTestRow[];
  /** False when something stayed red after the last hole was closed. */
  readonly isCleanAfterwards: boolean;
};
export type SelfTestEvent =
  | { readonly type: "progress"; readonly done: number; readonly total: number; readonly title: string }
  | { readonly type: "row"; readonly row: SelfTestRow };

/**
 * Tests the probes themselves: makes two throwaway tenants, opens one hole at
 * a time between them and looks whether exactly the right probes see it.
 * Everything it made is gone when it settles.
 */
export async function runSelfTest(
  context: AgentContext,
  deps: SelfTestDeps,
  emit: (event: SelfTestEvent) => void | Promise<void>,
  signal: AbortSignal,
): Promise<SelfTestResult> {
  const mark = randomBytes(2).toString("hex");
  const slugs = ["a", "b"].map((name) => slugSchema.parse(`selftest-${name}-${mark}`));
  const [sourceSlug, targetSlug] = slugs as [Slug, Slug];
  const tried = leaks.filter(({ needsGateways }) => !needsGateways || deps.gateways !== undefined);
  const rows: SelfTestRow[] = [];
  let isCleanAfterwards = true;
  try {
    for (const slug of slugs) {
      await emit({ type: "progress", done: 0, total: tried.length, title: `Set up ${slug}` });
      await deps.provision(slug);
      signal.throwIfAborted();
    }
    const pair = pairOf(context, deps, sourceSlug, targetSlug);
    for (const needsGateways of [false, true]) {
      const group = tried.filter((leak) => (leak.needsGateways ?? false) === needsGateways);
      if (group.length === 0) continue;
      if (needsGateways) for (const slug of slugs) await deps.gateways?.start(slug);
      const before = await redOf(context, deps, pair, signal);
      for (const leak of group) {
        await emit({ type: "progress", done: rows.length, total: tried.length, title: leak.title });
        const row = await tryLeak(context, deps, pair, leak, before, signal);
        rows.push(row);
        await emit({ type: "row", row });
      }
      const after = await redOf(context, deps, pair, signal);
      isCleanAfterwards &&= [...after].every((probe) => before.has(probe));
    }
  } finally {
    for (const slug of slugs) {
      await deps.gateways?.stop(slug).catch(() => undefined);
      await deps.remove(slug);
    }
  }
  const counted = rows.filter(({ outcome }) => outcome !== "not-planted" && outcome !== "open-already");
  const caught = counted.filter(({ outcome }) => outcome === "caught").length;
  return { caught, total: counted.length, rows, isCleanAfterwards };
}

function pairOf(
  context: AgentContext,
  { registry, gateways }: SelfTestDeps,
  source: Slug,
  target: Slug,
): Pair {
  return {
    context,
    registry,
    source: registry.require(source),
    target: registry.require(target),
    sourceLayout: tenantLayout(context.paths, source),
    targetLayout: tenantLayout(context.paths, target),
    ...(gateways && {
      async restartTarget() {
        await gateways.stop(target);
        await gateways.start(target);
      },
    }),
  };
}

async function tryLeak(
  context: AgentContext,
  deps: SelfTestDeps,
  pair: Pair,
  leak: Leak,
  before: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SelfTestRow> {
  const expected = [...leak.expected, ...(leak.expectedBack ?? []).map(back)];
  const row = { id: leak.id, title: leak.title, expected, turnedRed: [] as string[], detail: null };
  let close: () => Promise<void>;
  try {
    close = await leak.plant(pair);
  } catch (error) {
    if (error instanceof NotPlantable) return { ...row, outcome: "not-planted", detail: error.message };
    throw error;
  }
  try {
    const red = await redOf(context, deps, pair, signal);
    const turnedRed = [...red].filter((probe) => !before.has(probe)).sort();
    const isMasked = expected.some((probe) => before.has(probe));
    const isMissed = expected.some((probe) => !red.has(probe));
    const isSpurious = turnedRed.some((probe) => !expected.includes(probe));
    const outcome = isMissed ? "missed" : isSpurious ? "spurious" : isMasked ? "open-already" : "caught";
    return { ...row, turnedRed, outcome };
  } finally {
    await close();
  }
}

/** What gets through between the two now. */
async function redOf(
  context: AgentContext,
  { registry, locks }: SelfTestDeps,
  { source, target }: Pair,
  signal: AbortSignal,
): Promise<Set<string>> {
  const red = new Set<string>();
  const slugs = [source.slug, target.slug];
  await runProbes(
    context,
    registry,
    { locks, slugs },
    (event) => {
      for (const attempt of event.type === "attempts" ? event.attempts : []) {
        if (attempt.outcome !== "reached") continue;
        red.add(attempt.source === source.slug ? attempt.probe : back(attempt.probe));
      }
    },
    signal,
  );
  return red;
}

function back(probe: ProbeId): string {
  return `${probe} (back)`;
}
