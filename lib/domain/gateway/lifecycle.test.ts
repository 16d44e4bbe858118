import { describe, expect, it } from "vitest";
import { canDo, type GatewayAction, type GatewaySituation } from "./lifecycle.ts";

const idle = (phase: GatewaySituation["phase"]) => ({ phase, hasUnfinishedOperation: false });

describe("canDo", () => {
  it.each<[GatewayAction, GatewaySituation["phase"], boolean]>([
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
  ])("%s while %s: %s", (action, phase, expected) => {
    expect(canDo(action, idle(phase))).toBe(expected);
  });

  it("lets nothing but kill past an unfinished operation", () => {
    const situation = { phase: "starting", hasUnfinishedOperation: true } as const;
    expect(canDo("stop", situation)).toBe(false);
    expect(canDo("kill", situation)).toBe(true);
  });
});
