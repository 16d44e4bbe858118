import type { AgentContext } from "#agent/context/context.ts";
import { momentOf } from "#agent/context/moment.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { clockJumpMs } from "#lib/domain/host/host-clock.ts";
import { type RecordLeakId, recordLeakIds } from "#lib/domain/probe/record-leaks.ts";
import type { PlantedRecord } from "#lib/host-agent/contract/self-test.ts";
import { fileLeaks } from "./file-leaks.ts";
import type { Pair } from "./leak.ts";

type Clock = {
  /** How far the host's clock is from the true time when its tenants are looked at, in milliseconds. */
  readonly aheadMs: number;
  /** The same at the next beat; null when none comes. */
  readonly laterMs: number | null;
};

const hourMs = 3_600_000;
const clocks: Record<RecordLeakId, Clock> = {
  "clock-ahead": { aheadMs: hourMs, laterMs: hourMs },
  // No further than a clock may be wrong anyway: that it was set is all that there is to notice.
  "clock-set-back": { aheadMs: 0, laterMs: -3 * clockJumpMs },
  "silent-agent": { aheadMs: 0, laterMs: null },
};

/**
 * Looks at the pair, with the target's workspace open, as often as a clock or an
 * agent can fail, and hands over what it would hand over then.
 */
export async function plantRecords(
  { context, registry, source, target, ...pair }: Pair,
  emit: (record: PlantedRecord) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const close = await fileLeaks["open-workspace"].plant({ context, registry, source, target, ...pair });
  try {
    for (const leak of recordLeakIds) {
      signal.throwIfAborted();
      const { aheadMs, laterMs } = clocks[leak];
      const clock = withClock(context, aheadMs);
      const { at, order } = momentOf(clock);
      const evidence = await collectHostEvidence(clock, both(registry, [source, target]));
      const after = laterMs === null ? null : momentOf(withClock(context, laterMs));
      await emit({ leak, before: { at, order }, evidence, opened: target.slug, after });
    }
  } finally {
    await close();
  }
}

/** An agent whose clock is wrong by so much. */
function withClock(context: AgentContext, aheadMs: number): AgentContext {
  return { ...context, now: () => new Date(context.now().getTime() + aheadMs) };
}

function both(
  registry: Registry,
  pair: readonly Pair["source"][],
): Parameters<typeof collectHostEvidence>[1] {
  return { list: () => pair.map(({ slug }) => registry.require(slug)), damaged: () => [] };
}
