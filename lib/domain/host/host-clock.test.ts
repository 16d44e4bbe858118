import { describe, expect, it } from "vitest";
import { type ClockReading, clockJumpMs, clockProblem, hasJumped, readClock } from "./host-clock.ts";

const now = new Date("2026-11-30T12:00:00Z");
const hourMs = 3_600_000;
const reading = (byMs = 0, changes: Partial<ClockReading> = {}): ClockReading => ({
  bootId: "boot",
  uptimeMs: 5 * hourMs,
  at: new Date(now.getTime() + byMs),
  ...changes,
});
const known = readClock(null, reading(), now);

describe("readClock", () => {
  it.each([
    ["an hour back", -hourMs, true],
    ["an hour forward", hourMs, true],
    ["by as little as what keeps it right moves it", clockJumpMs - 1, false],
  ])("a clock that was set %s", (_, byMs, isJump) => {
    const after = readClock(known, reading(byMs), now);
    expect(hasJumped(known, after)).toBe(isJump);
    expect(after.jump?.byMs ?? null).toBe(isJump ? byMs : null);
    expect(hasJumped(after, readClock(after, reading(byMs), now))).toBe(false);
  });

  it("sees that it went on, whatever time has passed", () => {
    const later = readClock(known, reading(hourMs, { uptimeMs: 6 * hourMs }), now);
    expect(later.jump).toBeNull();
  });

  it("doesn't take many small steps for none", () => {
    const byMs = clockJumpMs - 1_000;
    const once = readClock(known, reading(-byMs), now);
    expect(readClock(once, reading(-2 * byMs), now).jump?.byMs).toBe(-2 * byMs);
  });

  it("can't tell across a boot, and doesn't forget what it saw before", () => {
    const jumped = readClock(known, reading(-hourMs), now);
    const rebooted = readClock(jumped, reading(0, { bootId: "other", uptimeMs: 1_000 }), now);
    expect(rebooted.jump).toEqual(jumped.jump);
    expect(hasJumped(jumped, rebooted)).toBe(false);
  });
});

describe("clockProblem", () => {
  it.each([
    ["set back", -2 * hourMs, "set back by 2 hours"],
    ["set forward", 3 * 24 * hourMs, "set forward by 3 days"],
  ])("names a clock that was %s, for as long as evidence counts", (_, byMs, words) => {
    const clock = { ...readClock(known, reading(byMs), now), aheadMs: 0 };
    expect(clockProblem(clock, now)?.message).toContain(words);
    expect(clockProblem(clock, new Date(now.getTime() + 23 * hourMs))).not.toBeNull();
    expect(clockProblem(clock, new Date(now.getTime() + 25 * hourMs))).toBeNull();
  });

  it.each([
    ["ahead of", 90_000],
    ["behind", -hourMs],
  ])("names a clock that is %s the dashboard's", (side, aheadMs) => {
    expect(clockProblem({ ...known, aheadMs }, now)?.message).toContain(side);
  });

  it("has nothing to say of a clock that goes right, or that nobody has read", () => {
    expect(clockProblem(known, now)).toBeNull();
    expect(clockProblem(null, now)).toBeNull();
  });
});
