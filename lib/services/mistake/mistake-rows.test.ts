import { describe, expect, it } from "vitest";
import type { Finding, MistakeCheck, RiskAcceptance } from "#lib/db/generated/client.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeCounts, tenantMistakes } from "./mistake-rows.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const ruleId = "plain-secret-in-config";
type State = "found" | "clean" | "not-measured";

const current = {
  gateway: { observedHash: "aa", observedVersion: "2026.9.6", processStamp: 1 },
  host: { neighbourhood: 3, lastSeenAt: now },
};
const checkOf = (state: State | null, reason: string | null = null): MistakeCheck => ({
  ...{ tenantId: "t", checkId: "c", playbookVersion: "1", configHash: "aa", version: "2026.9.6" },
  ...{ neighbourhood: 3, stamp: 1, observedAt: inHours(-1) },
  results: state === null ? [] : [{ ruleId, state, reason }],
});
const finding: Finding = {
  ...{ id: "f", tenantId: "t", ruleId, faults: [], faultKeys: ["one"], others: [], checkId: "c" },
  ...{ firstSeenAt: inHours(-1), lastSeenAt: inHours(-1), resolvedAt: null },
};
const taken: RiskAcceptance = {
  ...{ id: "1", tenantId: "t", kind: "mistake", subject: ruleId, faults: ["one"], reason: "It is known." },
  ...{ ownerId: "o", ownerName: "Ada", acceptedByName: "Ada", createdAt: inHours(-2), revokedAt: null },
  expiresAt: inHours(48),
};

type Case = {
  readonly check: MistakeCheck | null;
  readonly isFound?: boolean;
  readonly accepted?: readonly RiskAcceptance[];
  readonly hash?: string;
  readonly processStamp?: number;
};

function verdictOf({
  check,
  isFound = false,
  accepted = [],
  hash = "aa",
  processStamp = 1,
}: Case): Verdict | undefined {
  const rows = { mistakes: check, findings: isFound ? [finding] : [], accepted };
  const at = { ...current, gateway: { ...current.gateway, observedHash: hash, processStamp } };
  return tenantMistakes(rows, at, now).find((mistake) => mistake.ruleId === ruleId)?.verdict;
}

const unseen = "A secret could not be compared.";

describe("a mistake", () => {
  it.each<[what: string, which: Case, verdict: Verdict]>([
    ["that was looked for and not found is none", { check: checkOf("clean") }, "proven"],
    [
      "that was looked for before the process that runs now began is not measured",
      { check: checkOf("clean"), processStamp: 2 },
      "not-measured",
    ],
    ["that nobody has looked for is not measured", { check: null }, "not-measured"],
    ["that a check said nothing of is not measured", { check: checkOf(null) }, "not-measured"],
    ["that could not be told is not measured", { check: checkOf("not-measured", unseen) }, "not-measured"],
    ["that was found is open", { check: checkOf("found"), isFound: true }, "failed"],
    [
      "that was found is open though not all was seen",
      { check: checkOf("found", unseen), isFound: true },
      "failed",
    ],
    [
      "that was found and could not be told since is still open",
      { check: checkOf("not-measured", unseen), isFound: true },
      "failed",
    ],
    [
      "that was found before anything has changed is still open",
      { check: checkOf("found"), isFound: true, hash: "bb" },
      "failed",
    ],
    [
      "that was not found is not measured once something has changed",
      { check: checkOf("clean"), hash: "bb" },
      "not-measured",
    ],
    [
      "is accepted where somebody answers for it",
      { check: checkOf("found"), isFound: true, accepted: [taken] },
      "accepted",
    ],
    [
      "is not measured where somebody does and not all was seen",
      { check: checkOf("found", unseen), isFound: true, accepted: [taken] },
      "not-measured",
    ],
    [
      "is not measured where somebody does and it could not be told since",
      { check: checkOf("not-measured"), isFound: true, accepted: [taken] },
      "not-measured",
    ],
    [
      "is open where somebody answers for another fault",
      { check: checkOf("found"), isFound: true, accepted: [{ ...taken, faults: ["two"] }] },
      "failed",
    ],
    [
      "is open once that has ended",
      { check: checkOf("found"), isFound: true, accepted: [{ ...taken, expiresAt: now }] },
      "failed",
    ],
    [
      "that was found on a Gateway that no check counts of any more has gone with it",
      { check: null, isFound: true },
      "not-measured",
    ],
  ])("%s", (_, which, verdict) => {
    expect(verdictOf(which)).toBe(verdict);
  });
});

it("mistakes are counted by what they come to, and every rule is one of them", () => {
  const rows = { mistakes: checkOf("found"), findings: [finding], accepted: [] };
  const others = mistakeIds.length - 1;
  expect(mistakeCounts(rows, current, now)).toEqual({ open: 1, accepted: 0, notMeasured: others });
  expect(tenantMistakes(rows, current, now).map(({ verdict }) => verdict)).toEqual([
    "failed",
    ...Array.from({ length: others }, () => "not-measured"),
  ]);
});
