import { describe, expect, it } from "vitest";
import type { AuditRun } from "#lib/db/generated/client.ts";
import { auditStatus } from "./audit-status.ts";

type Run = Omit<AuditRun, "result">;
const now = new Date("2026-11-22T12:00:00.000Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const gateway = { observedHash: "aa", observedVersion: "2026.9.6" };
const heard = { lastSeenAt: now };
const good: Run = {
  ...{ id: "1", seq: 1, tenantId: "t", status: "done", critical: 0, warn: 0, info: 3, error: null },
  ...{ configHash: "aa", version: "2026.9.6", requestedById: null, createdAt: daysAgo(1) },
  finishedAt: daysAgo(1),
};

describe("an audit that finished", () => {
  it.each<[what: string, run: Partial<Run>, gateway: object, state: string]>([
    ["is clean where it found nothing", {}, {}, "clean"],
    ["is clean with notes alone", { info: 9 }, {}, "clean"],
    ["warns of one warning", { warn: 1 }, {}, "warn"],
    [
      "is critical with one critical finding, whatever else it found",
      { critical: 1, warn: 1 },
      {},
      "critical",
    ],
    ["is stale once the configuration has changed", {}, { observedHash: "bb" }, "stale"],
    ["is stale while the configuration can't be read", {}, { observedHash: null }, "stale"],
    ["is stale once the version has changed", {}, { observedVersion: "2026.9.7" }, "stale"],
    ["counts while the Gateway is silent about its version", {}, { observedVersion: null }, "clean"],
    ["counts for a week", { finishedAt: daysAgo(7) }, {}, "clean"],
    ["is stale after a week", { finishedAt: daysAgo(7.01) }, {}, "stale"],
    ["is as old as its end, and not as its beginning", { createdAt: daysAgo(8) }, {}, "clean"],
    [
      "is as old as its beginning where its end isn't known",
      { finishedAt: null, createdAt: daysAgo(8) },
      {},
      "stale",
    ],
    ["is stale with everything that it found", { critical: 1, finishedAt: daysAgo(8) }, {}, "stale"],
  ])("%s", (_, run, change, state) => {
    const done = { ...good, ...run };
    const status = auditStatus(done, done, { ...gateway, ...change }, heard, now);
    expect(status).toMatchObject({ state, isCounted: state !== "stale" });
  });
});

it("of a host that is silent counts no longer", () => {
  const silent = { lastSeenAt: daysAgo(0.1) };
  expect(auditStatus(good, good, gateway, silent, now)).toMatchObject({ state: "stale", isCounted: false });
});

describe("an audit that did not finish", () => {
  const begun = { ...good, ...{ id: "2", seq: 2, critical: null, warn: null, info: null, finishedAt: null } };
  const found = { ...good, critical: 2 };

  it.each([
    ["queued", "running"],
    ["running", "running"],
    ["failed", "failed"],
  ] as const)("hides no numbers of the one before, and takes no state from it: %s", (status, state) => {
    const latest: Run = { ...begun, status };
    expect(auditStatus(latest, found, gateway, heard, now)).toMatchObject({ state, critical: 2, warn: 0 });
    expect(auditStatus(latest, null, gateway, heard, now)).toMatchObject({ state, critical: null, at: null });
  });

  it("leaves the one before counted while it runs, as long as that counts, and not once it has failed", () => {
    const isCounted = (status: Run["status"], before: Run) =>
      auditStatus({ ...begun, status }, before, gateway, heard, now).isCounted;
    expect(isCounted("running", found)).toBe(true);
    expect(isCounted("running", { ...found, version: "2026.9.5" })).toBe(false);
    expect(isCounted("failed", found)).toBe(false);
  });
});

it("that never ran is neither clean nor anything else", () => {
  expect(auditStatus(null, null, gateway, heard, now)).toMatchObject({ state: "none", critical: null });
});
