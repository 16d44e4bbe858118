import { z } from "zod";
import { clockToleranceMs, evidenceLifetimeMs } from "#lib/domain/checklist/freshness.ts";

/** What the dashboard knows of a host's clock. */
export const hostClockSchema = z.object({
  bootId: z.string(),
  /** When the host booted, by its own clock, in milliseconds since 1970. It changes within a boot when somebody sets the clock. */
  bootedAtMs: z.number(),
  /** How far it is ahead of the dashboard's, in milliseconds. */
  aheadMs: z.number(),
  /** The last time that it was set by more than what is usual. */
  jump: z.object({ byMs: z.number(), seenAt: z.iso.datetime() }).nullable(),
});
export type HostClock = z.infer<typeof hostClockSchema>;

/** One reading of a host's clock. */
export type ClockReading = { readonly bootId: string; readonly uptimeMs: number; readonly at: Date };

/** By more than this somebody has set it, in milliseconds: what keeps clocks right moves them by less. */
export const clockJumpMs = 10_000;

/** What is known of a clock after one more reading. A jump is told within a boot: across boots nobody can tell. */
export function readClock(known: HostClock | null, reading: ClockReading, now: Date): HostClock {
  const bootedAtMs = reading.at.getTime() - reading.uptimeMs;
  const aheadMs = reading.at.getTime() - now.getTime();
  const { bootId } = reading;
  if (known === null || known.bootId !== bootId) {
    return { bootId, bootedAtMs, aheadMs, jump: known?.jump ?? null };
  }
  const byMs = bootedAtMs - known.bootedAtMs;
  if (Math.abs(byMs) < clockJumpMs) return { ...known, aheadMs };
  return { bootId, bootedAtMs, aheadMs, jump: { byMs, seenAt: now.toISOString() } };
}

/** True when the reading told of a jump that was not known. */
export function hasJumped(before: HostClock | null, after: HostClock): boolean {
  return after.jump !== null && after.jump.seenAt !== before?.jump?.seenAt;
}

/** What is wrong with a host's clock and what to do; null while nothing is. A jump is told of for as long as evidence counts. */
export function clockProblem(
  clock: HostClock | null,
  now: Date,
): { readonly message: string; readonly nextStep: string } | null {
  if (clock === null) return null;
  if (Math.abs(clock.aheadMs) > clockToleranceMs) {
    const side = clock.aheadMs > 0 ? "ahead of" : "behind";
    return {
      message: `The host's clock is ${duration(clock.aheadMs)} ${side} the dashboard's.`,
      nextStep: "Set both by a time server. Until then the age of what is measured can't be told.",
    };
  }
  const { jump } = clock;
  if (jump === null || Math.abs(now.getTime() - Date.parse(jump.seenAt)) > evidenceLifetimeMs) return null;
  const way = jump.byMs > 0 ? "forward" : "back";
  return {
    message: `The host's clock was set ${way} by ${duration(jump.byMs)}.`,
    nextStep:
      "All that was measured before counts no longer and is measured anew. Find out who or what sets the clock.",
  };
}

const units = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
] as const;

function duration(ms: number): string {
  const [size, name] = units.find(([each]) => Math.abs(ms) >= each) ?? [1, "millisecond"];
  const count = Math.round(Math.abs(ms) / size);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
