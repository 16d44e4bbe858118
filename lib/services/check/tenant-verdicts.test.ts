import { describe, expect, it } from "vitest";
import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { tenantVerdicts, type VerdictRow } from "./tenant-verdicts.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const gateway = { observedHash: "aa", observedVersion: "2026.9.6", processStamp: 5 };
const host = { neighbourhood: 3, lastSeenAt: now };
const proven: VerdictRow = {
  ...{ tenantId: "t", item: "logs", checkId: "c", verdict: "proven", reason: null, rest: null, sharing: [] },
  ...{ configHash: "aa", version: "2026.9.6", neighbourhood: 3, stamp: 6, notSince: null },
  ...{ observedAt: inHours(-1), faults: [], isMeasured: true },
};
const failed: VerdictRow = { ...proven, verdict: "failed", reason: "It is open.", faults: ["one", "two"] };
const taken: RiskAcceptance = {
  ...{
    id: "1",
    tenantId: "t",
    kind: "item",
    subject: "logs",
    faults: ["one", "two"],
    reason: "It is known.",
  },
  ...{ ownerId: "o", ownerName: "Ada", acceptedByName: "Ada", createdAt: inHours(-2), revokedAt: null },
  expiresAt: inHours(48),
};

type Changes = {
  readonly row?: Partial<VerdictRow>;
  readonly gateway?: Partial<typeof gateway> | object;
  readonly host?: Partial<typeof host> | object;
  readonly accepted?: readonly RiskAcceptance[];
};

/** The logs of a tenant with this evidence, as they stand now. */
function logsOf(row: VerdictRow, { gateway: other, host: changed, accepted = [] }: Changes = {}) {
  const current = { gateway: { ...gateway, ...other }, host: { ...host, ...changed }, accepted };
  const logs = tenantVerdicts([row], current, now).find(({ item }) => item === "logs");
  if (logs === undefined) throw new Error("Every item is there.");
  return logs;
}

describe("a proven item", () => {
  it.each<[what: string, changes: Changes, verdict: Verdict]>([
    ["stays so while nothing changes", {}, "proven"],
    [
      "stays so while the Gateway says nothing of its version",
      { gateway: { observedVersion: null } },
      "proven",
    ],
    ["stays so in the very moment that its process began", { gateway: { processStamp: 6 } }, "proven"],
    ["is not measured once the process is another", { gateway: { processStamp: 7 } }, "not-measured"],
    ["is not measured once the version is", { gateway: { observedVersion: "2026.9.7" } }, "not-measured"],
    ["is not measured once the configuration is", { gateway: { observedHash: "bb" } }, "not-measured"],
    [
      "is not measured while nobody knows the configuration",
      { gateway: { observedHash: null } },
      "not-measured",
    ],
    ["is not measured once the neighbours are others", { host: { neighbourhood: 4 } }, "not-measured"],
    ["is not measured while the host is silent", { host: { lastSeenAt: null } }, "not-measured"],
    ["is not measured after a day", { row: { observedAt: inHours(-25) } }, "not-measured"],
    [
      "is not measured where a later check could not look",
      { row: { notSince: "It is closed." } },
      "not-measured",
    ],
  ])("%s", (_, { row, ...changes }, verdict) => {
    const logs = logsOf({ ...proven, ...row }, changes);
    expect(logs).toMatchObject({ verdict, decayedFrom: verdict === "proven" ? null : "proven" });
    expect(logs.stale === null).toBe(verdict === "proven");
  });
});

describe("a failed item", () => {
  it("stays failed whatever has changed, and says that nobody has looked since", () => {
    const logs = logsOf(failed, { gateway: { processStamp: 7 } });
    expect(logs).toMatchObject({ verdict: "failed", decayedFrom: null, stale: expect.any(String) });
    expect(logs.reason).toContain("It is open.");
  });

  const half = { isMeasured: false, rest: "A part was out of sight." };
  it.each<[what: string, row: Partial<VerdictRow>, accepted: readonly RiskAcceptance[], verdict: Verdict]>([
    ["is failed where nobody answers for it", {}, [], "failed"],
    ["is accepted where somebody answers for all of it", {}, [taken], "accepted"],
    ["is failed where somebody answers for a part of it", {}, [{ ...taken, faults: ["one"] }], "failed"],
    [
      "is accepted where two answer for all of it together",
      {},
      [
        { ...taken, faults: ["one"] },
        { ...taken, faults: ["two"] },
      ],
      "accepted",
    ],
    ["is failed where it was accepted until now", {}, [{ ...taken, expiresAt: now }], "failed"],
    ["is failed where another item was accepted", {}, [{ ...taken, subject: "backups" }], "failed"],
    ["is failed where a mistake of that name was", {}, [{ ...taken, kind: "mistake" }], "failed"],
    ["is not measured where the rest of it was not, and it is accepted", half, [taken], "not-measured"],
    [
      "is not measured where the rest was not and nothing says why",
      { isMeasured: false },
      [taken],
      "not-measured",
    ],
    ["is failed where the rest of it was not measured", half, [], "failed"],
  ])("%s", (_, row, accepted, verdict) => {
    expect(logsOf({ ...failed, ...row }, { accepted }).verdict).toBe(verdict);
  });

  it("that is accepted is not measured once what was seen is too old", () => {
    const logs = logsOf(failed, { accepted: [taken], host: { neighbourhood: 4 } });
    expect(logs).toMatchObject({ verdict: "not-measured", decayedFrom: "accepted" });
  });
});

it("items that nobody has looked at are there, and not measured", () => {
  const list = tenantVerdicts([], { gateway, host, accepted: [taken] }, now);
  expect(list).toHaveLength(10);
  expect(list.every(({ verdict }) => verdict === "not-measured")).toBe(true);
});
