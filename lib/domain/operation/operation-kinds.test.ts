import { describe, expect, it } from "vitest";
import { outdatedBy } from "#lib/domain/checklist/freshness.ts";
import type { GatewaySituation } from "#lib/domain/gateway/lifecycle.ts";
import { canDo, desiredAfter, kindsThat, type OperationKind, operationKinds } from "./operation-kinds.ts";

const idle = (phase: GatewaySituation["phase"]) => ({ phase, hasUnfinishedOperation: false });

describe("canDo", () => {
  it.each<[OperationKind, GatewaySituation["phase"], boolean]>([
    ["start", "stopped", true],
    ["start", "failed", true],
    ["start", "running", false],
    ["start", "incomplete", false],
    ["start", "unknown", false],
    ["stop", "running", true],
    ["stop", "backing-off", true],
    ["stop", "stopped", false],
    ["restart", "running", true],
    ["restart", "starting", false],
    ["provision", "incomplete", true],
    ["provision", "running", false],
    ["remove", "stopped", true],
    ["remove", "running", false],
    ["kill", "stopping", true],
    ["kill", "stopped", false],
    ["harden", "running", true],
    ["harden", "absent", false],
    ["configure", "starting", false],
    ["configure", "unknown", true],
    ["fix", "stopped", true],
  ])("%s while %s: %s", (action, phase, expected) => {
    expect(canDo(action, idle(phase))).toBe(expected);
  });

  it("lets nothing but kill past an unfinished operation", () => {
    const situation = { phase: "starting", hasUnfinishedOperation: true } as const;
    expect(canDo("stop", situation)).toBe(false);
    expect(canDo("kill", situation)).toBe(true);
  });
});

describe("the kinds of operations", () => {
  it("have a name each by which they are permitted and recorded", () => {
    const actions = Object.values(operationKinds).map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it.each<[OperationKind, boolean, string | null]>([
    ["provision", true, "running"],
    ["provision", false, "stopped"],
    ["restart", false, "running"],
    ["kill", false, "stopped"],
    ["remove", false, "absent"],
    ["configure", false, null],
  ])("leave it to the %s what should be true afterwards", (kind, startAfterwards, expected) => {
    expect(desiredAfter(kind, { startAfterwards })).toBe(expected);
  });

  it("are audited where the configuration is written", () => {
    const audited = kindsThat(({ changes }) => outdatedBy(changes).has("audit"));
    expect(audited).toEqual(expect.arrayContaining(["provision", "harden", "configure", "fix"]));
  });

  it("are tried again where a process ends or begins", () => {
    const tried = kindsThat(({ changes }) => outdatedBy(changes).has("attempts"));
    expect(tried).toEqual(expect.arrayContaining(["start", "stop", "restart", "kill"]));
  });
});
