import { describe, expect, it } from "vitest";
import { evidenceLifetimeMs } from "../checklist/freshness.ts";
import type { ProbeCircumstances } from "./circumstances.ts";
import { pairStaleness, type Side } from "./pair-staleness.ts";

const tried: ProbeCircumstances = {
  configHash: "aa",
  version: "2026.9.6",
  processStartedAt: "2026-11-22T08:00:00.000Z",
  pid: 4711,
  processStamp: 5,
};
const stopped: Partial<ProbeCircumstances> = { processStartedAt: null, pid: null };
const now = new Date("2026-11-22T12:00:00.000Z");
const measured = { at: now, neighbourhood: 3, currentNeighbourhood: 3, heardAt: now };
const acme: Side = { slug: "acme", tried, current: tried };

/** A side of which this has changed since, or before. */
const side = (current: Partial<ProbeCircumstances>, then: Partial<ProbeCircumstances> = {}): Side => ({
  slug: "beta",
  tried: { ...tried, ...then },
  current: { ...tried, ...current },
});

describe("what was tried between two tenants", () => {
  it.each<[what: string, beta: Side]>([
    ["nothing has changed", side({})],
    ["both are stopped as they were", side(stopped, stopped)],
    ["a Gateway says nothing of its version", side({ version: null })],
  ])("counts while %s", (_, beta) => {
    expect(pairStaleness([acme, beta], measured, now)).toBeNull();
  });

  it.each<[what: string, beta: Side]>([
    ["one of them was not there", { ...side({}), tried: null }],
    ["a configuration has changed", side({ configHash: "bb" })],
    ["a configuration can't be read", side({ configHash: null })],
    ["a version has changed", side({ version: "2026.9.7" })],
    ["a Gateway was restarted with the same pid", side({ processStartedAt: "2026-11-22T09:00:00.000Z" })],
    ["a Gateway has another pid", side({ pid: 4712 })],
    ["a Gateway was stopped", side(stopped)],
    ["a Gateway began and ended in between", side({ ...stopped, processStamp: 7 }, stopped)],
    ["a Gateway was started", side({}, stopped)],
  ])("counts no longer once %s, whichever of the two it is", (_, beta) => {
    expect(pairStaleness([acme, beta], measured, now)).toEqual(expect.any(String));
    expect(pairStaleness([beta, acme], measured, now)).toEqual(expect.any(String));
  });

  it("counts no longer once the host's tenants have changed, or a day has passed", () => {
    const changed = { ...measured, currentNeighbourhood: 4 };
    expect(pairStaleness([acme, side({})], changed, now)).toEqual(expect.any(String));
    const old = { ...measured, at: new Date(now.getTime() - evidenceLifetimeMs - 1) };
    expect(pairStaleness([acme, side({})], old, now)).toEqual(expect.any(String));
  });

  it("counts no longer while the host isn't heard", () => {
    const silent = { ...measured, heardAt: null };
    expect(pairStaleness([acme, side({})], silent, now)).toEqual(expect.any(String));
  });

  it("names the tenant of which it was restarted, or missing", () => {
    expect(pairStaleness([acme, side(stopped)], measured, now)).toContain("beta");
    expect(pairStaleness([acme, { ...side({}), tried: null }], measured, now)).toContain("beta");
  });
});
