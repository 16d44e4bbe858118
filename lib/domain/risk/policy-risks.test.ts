import { describe, expect, it } from "vitest";
import { riskyCombinationIds } from "#lib/domain/tool-policy/risky-combination.ts";
import type { BoundaryAnswers } from "../tenant/decision.ts";
import { addedRisks, findPolicyRisks, policyRiskKeys } from "./policy-risks.ts";

const answers = (changes: Partial<BoundaryAnswers>): BoundaryAnswers => ({
  audience: "one-team",
  sharesData: true,
  isCustomerFacing: false,
  hasPowerfulTools: true,
  couldHarmEachOther: false,
  ...changes,
});
const internal = { preset: "internal-operator" } as const;
const channel = (accountId: string, dmPolicy = "open") => ({
  kind: "telegram",
  accountId,
  dmPolicy,
  groupPolicy: "disabled",
});
const keys = (...input: Parameters<typeof findPolicyRisks>) =>
  findPolicyRisks(...input).flatMap(policyRiskKeys);

describe("findPolicyRisks", () => {
  it("names for each combination what makes it one", () => {
    expect(keys(internal, answers({ isCustomerFacing: true }), [])).toEqual([
      "exposed-with-commands exposed",
      "exposed-with-file-changes exposed",
    ]);
    expect(keys(internal, answers({}), [channel("one"), channel("two", "pairing")])).toEqual([
      "open-channel-with-commands open telegram one",
      "exposed-with-file-changes open telegram one",
    ]);
  });

  it("names a channel whose groups alone are open, and everything that makes one at once", () => {
    const groups = { ...channel("one", "disabled"), groupPolicy: "open" };
    expect(keys(internal, answers({ isCustomerFacing: true }), [groups])).toEqual([
      "open-channel-with-commands open telegram one",
      "exposed-with-commands exposed",
      "exposed-with-file-changes exposed",
      "exposed-with-file-changes open telegram one",
    ]);
  });

  it("names something for every combination", () => {
    const worst = answers({ isCustomerFacing: true, couldHarmEachOther: true });
    const policy = {
      preset: "custom",
      allow: ["exec", "write", "sessions_list"],
      deny: [],
      commands: "full",
    } as const;
    const risks = findPolicyRisks({ ...policy, allow: [...policy.allow], deny: [] }, worst, [channel("one")]);
    expect(risks.map(({ id }) => id)).toEqual([...riskyCombinationIds]);
    for (const { faults } of risks) expect(faults).not.toEqual([]);
  });
});

describe("addedRisks", () => {
  it("leaves of a known combination the channel that is new", () => {
    const before = findPolicyRisks(internal, answers({}), [channel("one")]);
    const after = findPolicyRisks(internal, answers({}), [channel("one"), channel("two")]);
    expect(addedRisks(before, after).flatMap(policyRiskKeys)).toEqual([
      "open-channel-with-commands open telegram two",
      "exposed-with-file-changes open telegram two",
    ]);
    expect(addedRisks(after, before)).toEqual([]);
  });
});
