import { describe, expect, it } from "vitest";
import { decay, evidenceLifetimeMs, staleReason } from "./freshness.ts";

const then = { configHash: "aa", version: "2026.9.6", neighbourhood: 3 };
const measuredAt = new Date("2026-11-22T08:00:00Z");
const soon = new Date("2026-11-22T09:00:00Z");

describe("staleReason", () => {
  it.each([
    ["nothing changed", then, soon, null],
    ["24 h have passed", then, new Date("2026-11-23T08:00:01Z"), "24 h"],
    ["the configuration changed", { ...then, configHash: "bb" }, soon, "configuration"],
    ["the configuration can't be read", { ...then, configHash: null }, soon, "configuration"],
    ["the version changed", { ...then, version: "2026.9.7" }, soon, "version"],
    ["a neighbour came", { ...then, neighbourhood: 4 }, soon, "tenant of this host"],
  ])("%s", (_, current, now, expected) => {
    const reason = staleReason(measuredAt, then, current, now, evidenceLifetimeMs);
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toContain(expected);
  });
});

describe("decay", () => {
  it("leaves a fresh verdict alone", () => {
    expect(decay({ verdict: "proven", reason: null }, null)).toEqual({ verdict: "proven", reason: null });
  });

  it.each(["proven", "failed"] as const)("turns a stale %s into not measured", (verdict) => {
    expect(decay({ verdict, reason: "x" }, "old")).toEqual({ verdict: "not-measured", reason: "old" });
  });
});
