import { describe, expect, it } from "vitest";
import {
  type Circumstance,
  type Circumstances,
  clockToleranceMs,
  decay,
  type Measurement,
  measurements,
  outdatedBy,
  staleReason,
  vouchedSilenceMs,
} from "./freshness.ts";

const then = { configHash: "aa", version: "2026.9.6", neighbourhood: 3 };
const measuredAt = new Date("2026-11-22T08:00:00Z");
const soon = new Date("2026-11-22T09:00:00Z");
const ago = (ms: number, now: Date) => new Date(now.getTime() - ms);
/** Of a host that was heard a second ago. */
const heard = (circumstances: Circumstances, now: Date) => ({
  ...circumstances,
  heardAt: ago(1_000, now),
});

describe("staleReason", () => {
  it.each([
    ["nothing changed", then, soon, null],
    ["24 h have passed", then, new Date("2026-11-23T08:00:01Z"), "24 h"],
    ["the configuration changed", { ...then, configHash: "bb" }, soon, "configuration"],
    ["the configuration can't be read", { ...then, configHash: null }, soon, "configuration"],
    ["the version changed", { ...then, version: "2026.9.7" }, soon, "version"],
    ["a neighbour came", { ...then, neighbourhood: 4 }, soon, "tenant of this host"],
  ])("%s", (_, current, now, expected) => {
    const reason = staleReason({ ...then, at: measuredAt }, heard(current, now), now, "check");
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toContain(expected);
  });

  it.each([
    ["is believed within what clocks differ by", clockToleranceMs, false],
    ["counts no longer beyond that", clockToleranceMs + 1, true],
    ["counts no longer years ahead", 10 * 365 * 24 * 3_600_000, true],
  ])("evidence from the future %s", (_, aheadMs, isStale) => {
    for (const measurement of Object.keys(measurements) as Measurement[]) {
      const at = ago(-aheadMs, soon);
      const reason = staleReason({ ...then, at }, heard(then, soon), soon, measurement);
      expect(reason !== null, measurement).toBe(isStale);
      if (isStale) expect(reason).toContain("still to come");
    }
  });

  it.each([
    ["was heard as long ago as may be", vouchedSilenceMs, false],
    ["was silent for longer", vouchedSilenceMs + 1, true],
    ["was heard in a future that clocks don't explain", -clockToleranceMs - 1, true],
    ["was never heard", null, true],
  ])("of a host that %s", (_, silenceMs, isStale) => {
    const heardAt = silenceMs === null ? null : ago(silenceMs, soon);
    for (const measurement of Object.keys(measurements) as Measurement[]) {
      const reason = staleReason({ ...then, at: measuredAt }, { ...then, heardAt }, soon, measurement);
      expect(reason !== null, measurement).toBe(isStale);
      if (isStale) expect(reason).toContain("can't be heard");
    }
  });
});

describe("what has to be measured anew", () => {
  it.each<[Circumstance, Measurement[]]>([
    ["configHash", ["check", "audit", "attempts"]],
    ["version", ["check", "audit", "attempts"]],
    ["neighbourhood", ["check", "attempts"]],
    ["process", ["check", "attempts"]],
  ])("when %s has changed: %s", (changed, expected) => {
    expect([...outdatedBy([changed])]).toEqual(expected);
  });

  it("is what counts no longer", () => {
    const current = { configHash: "bb", version: "2026.9.7", neighbourhood: 4 };
    for (const each of ["configHash", "version", "neighbourhood"] as const) {
      const changed = { ...then, [each]: current[each] };
      for (const measurement of Object.keys(measurements) as Measurement[]) {
        const reason = staleReason({ ...then, at: measuredAt }, heard(changed, soon), soon, measurement);
        const isStale = reason !== null;
        expect(isStale, `${measurement} ${each}`).toBe(outdatedBy([each]).has(measurement));
      }
    }
  });
});

describe("decay", () => {
  it("leaves a fresh verdict alone", () => {
    expect(decay({ verdict: "proven", reason: null }, null)).toEqual({ verdict: "proven", reason: null });
  });

  it.each(["proven", "accepted", "not-measured"] as const)(
    "turns a stale %s into not measured",
    (verdict) => {
      expect(decay({ verdict, reason: "x" }, "old")).toEqual({ verdict: "not-measured", reason: "old" });
    },
  );

  it("lets a failure stand, and says that nobody has looked again, and why", () => {
    expect(decay({ verdict: "failed", reason: "Its mode is 0777." }, "Its host can't be heard.")).toEqual({
      verdict: "failed",
      reason:
        "Its mode is 0777. So it was when last looked at, and not looked at since: its host can't be heard.",
    });
  });
});
