import { randomBytes } from "node:crypto";
import type { AgentContext } from "#agent/context/context.ts";
import { openAiApiSettings } from "#agent/drift/config/openai-api.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening, type HardeningChoice } from "#lib/domain/hardening/setting.ts";
import { type Opened, openedBy } from "#lib/domain/probe/leaks.ts";
import { recordLeakIds, recordLeaks } from "#lib/domain/probe/record-leaks.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import type { LeakResult, SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";
import { changeConfig } from "./change-config.ts";
import { findRed, type Red } from "./find-red.ts";
import { judgeLeak, unique } from "./judge-leak.ts";
import { NotPlantable, type Pair, type Stage, stages } from "./leak.ts";
import { leaks, type NamedLeak } from "./leaks.ts";
import { plantRecords } from "./plant-records.ts";
import { scriptedModelConfig, startScriptedModel } from "./scripted-model.ts";
import { setHardening } from "./set-hardening.ts";

export type SelfTestDeps = {
  readonly registry: Registry;
  readonly locks: TenantLock;
  /** Sets up a throwaway tenant at the strongest rung that the host can give; its Gateway stays stopped. */
  provision(slug: Slug): Promise<TenantRecord>;
  /** Takes everything of the tenant off the host. No-op when it is not there. */
  remove(slug: Slug): Promise<void>;
  /** With these the holes of running Gateways are made too; each start takes a minute and a gigabyte. */
  readonly gateways?: { start(slug: Slug): Promise<void>; stop(slug: Slug): Promise<void> };
  /** Whether a hole is to be made; all are when left out. */
  isWanted?(leak: NamedLeak): boolean;
  /** Whether what clocks and silence do is handed over, too, for whoever keeps it to judge. */
  readonly hasRecords?: boolean;
};

export type SelfTestResult = {
  readonly caught: number;
  readonly total: number;
  readonly rows: readonly LeakResult[];
};

type Emit = (event: SelfTestEvent) => void | Promise<void>;

/**
 * Tests the probes themselves: makes two throwaway tenants, opens one hole at
 * a time between them and looks whether exactly the right probes turn red. What
 * is planted in the record is handed over: whoever keeps it has to judge it.
 * Everything it made is gone when it settles, also when it is cancelled.
 *
 * @throws the signal's reason when it aborts
 */
export async function runSelfTest(
  context: AgentContext,
  deps: SelfTestDeps,
  emit: Emit,
  signal: AbortSignal,
): Promise<SelfTestResult> {
  const began = performance.now();
  const mark = randomBytes(2).toString("hex");
  const source = slugSchema.parse(`selftest-a-${mark}`);
  const target = slugSchema.parse(`selftest-b-${mark}`);
  const rows: LeakResult[] = [];
  const tried: NamedLeak[] = [];
  const leftOut: string[] = [];
  for (const leak of leaks) {
    if (gatewayStages.has(leak.stage) && deps.gateways === undefined) continue;
    if (deps.isWanted?.(leak) === false) continue;
    const reason = (await leak.unavailable?.(context)) ?? null;
    if (reason === null) tried.push(leak);
    else leftOut.push(`Left out: ${leak.title}. ${reason}`);
  }
  const inRecord = deps.hasRecords === true ? recordLeakIds : [];
  const planned = [...tried, ...inRecord.map((id) => ({ id, title: recordLeaks[id] }))];
  await emit({ type: "started", leaks: planned.map(({ id, title }) => ({ id, title })) });
  for (const text of leftOut) await emit({ type: "note", text: text.slice(0, 1200) });
  const model = await startScriptedModel();
  try {
    for (const slug of [source, target]) {
      await emit({ type: "note", text: `Setting up the throwaway tenant ${slug}.` });
      await deps.provision(slug);
      signal.throwIfAborted();
    }
    for (const stage of stages) {
      const group = tried.filter((leak) => leak.stage === stage);
      const hasRecords = stage === "bare" && inRecord.length > 0;
      if (group.length === 0 && !hasRecords) continue;
      await emit({ type: "note", text: stageNotes[stage] });
      const pair = await enterStage(context, deps, stage, [source, target], model.port);
      if (hasRecords) await plantRecords(pair, (record) => emit({ type: "record", record }), signal);
      if (group.length === 0) continue;
      const before = await findRed(context, deps, pair, signal, howTried(stage));
      for (const leak of group) {
        const result = await tryLeak(context, deps, pair, leak, before, signal);
        rows.push(result);
        await emit({ type: "leak", result });
      }
    }
  } finally {
    await model.close();
    for (const slug of [source, target]) {
      await deps.gateways?.stop(slug).catch(() => undefined);
      await deps.remove(slug);
    }
  }
  const durationMs = Math.round(performance.now() - began);
  await emit({ type: "finished", at: context.now().toISOString(), durationMs });
  return { caught: rows.filter(({ isCaught }) => isCaught).length, total: rows.length, rows };
}

/** In these a Gateway runs. */
export const gatewayStages: ReadonlySet<Stage> = new Set(["running", "neighbour"]);

/**
 * Without a umask given, only the hole opens what a process leaves behind. What an agent can be told takes
 * it a turn, as long as all the rest: it is told before, and where the hole is for it.
 */
function howTried(stage: Stage, opened: Opened | null = null, umask = 0o077) {
  const isForTurn = opened === null || [...opened.there, ...opened.back].includes("openclaw.agent-turn");
  return { umask, hasScriptedModel: stage === "running" && isForTurn };
}

const hardeningOf: Record<Stage, HardeningChoice> = {
  bare: basicHardening,
  "one-network": { ...fullHardening, "network-namespace": false },
  hardened: fullHardening,
  running: basicHardening,
  neighbour: { ...fullHardening, "network-namespace": false },
};

const stageNotes: Record<Stage, string> = {
  bare: "Two tenants with an OS user each and no further hardening.",
  "one-network": "The same two with all hardening that this host can give but networks of their own.",
  hardened: "The same two with all hardening that this host can give.",
  running: "The same two with their Gateways running.",
  neighbour: "One of them running behind its firewall, and the other stopped, in its own view of the host.",
};

async function enterStage(
  context: AgentContext,
  { registry, gateways }: SelfTestDeps,
  stage: Stage,
  [source, target]: readonly [Slug, Slug],
  modelPort: number,
): Promise<Pair> {
  const hardening = hardeningOf[stage];
  if (stage === "neighbour") await gateways?.stop(source);
  for (const slug of [source, target]) {
    const isBehindFirewall = stage === "neighbour" && slug === target;
    const own = isBehindFirewall ? { ...basicHardening, "loopback-firewall": true } : hardening;
    await setHardening(context, registry, slug, own);
    const isStarted = registry.require(slug).process !== null;
    if (isBehindFirewall && !isStarted) await gateways?.start(slug);
    if (stage !== "running") continue;
    await changeConfig(tenantLayout(context.paths, slug).configFile, (config) => {
      config.models = scriptedModelConfig(modelPort);
      config.gateway = { ...config.gateway, ...openAiApiSettings(true) };
      const defaults = config.agents?.defaults as object;
      const model = { primary: "scripted/scripted" };
      config.agents = { ...config.agents, defaults: { ...defaults, model, skipBootstrap: true } };
    });
  }
  if (stage === "running") await Promise.all([source, target].map((slug) => gateways?.start(slug)));
  const restart = (slug: Slug) => async () => {
    await gateways?.stop(slug);
    await gateways?.start(slug);
  };
  return {
    context,
    registry,
    source: registry.require(source),
    target: registry.require(target),
    sourceLayout: tenantLayout(context.paths, source),
    targetLayout: tenantLayout(context.paths, target),
    ...(gateways && { restartSource: restart(source), restartTarget: restart(target) }),
  };
}

async function tryLeak(
  context: AgentContext,
  deps: SelfTestDeps,
  pair: Pair,
  leak: NamedLeak,
  before: Red,
  signal: AbortSignal,
): Promise<LeakResult> {
  const opened = openedBy(leak.id);
  const row = {
    ...{ id: leak.id, title: leak.title },
    expected: unique([...opened.there, ...opened.back]),
    expectedItems: unique([...(opened.items.target ?? []), ...(opened.items.source ?? [])]),
  };
  let close: () => Promise<void>;
  try {
    close = await leak.plant(pair);
  } catch (error) {
    if (!(error instanceof NotPlantable)) throw error;
    const detail = `It could not be planted here. ${error.message}`.slice(0, 600);
    return { ...row, turnedRed: [], redItems: [], isCaught: false, detail };
  }
  try {
    const red = await findRed(context, deps, pair, signal, howTried(leak.stage, opened, leak.umask));
    return { ...row, ...judgeLeak(opened, before, red) };
  } finally {
    await close();
  }
}
