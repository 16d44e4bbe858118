import { describe, expect, it } from "vitest";
import { choiceOf, type KnownSetting, planChange } from "./plan-change.ts";
import { basicHardening, fullHardening, hardeningSettings, type ObservedSetting } from "./setting.ts";

function tenant(observed: ObservedSetting = "on"): KnownSetting[] {
  return hardeningSettings.map((setting) => ({
    setting,
    asked: fullHardening[setting],
    observed: fullHardening[setting] ? observed : "off",
    canBeGiven: true,
  }));
}

describe("what applying a choice comes to", () => {
  it("is nothing when all is as asked", () => {
    expect(planChange(tenant(), fullHardening, true)).toEqual({ changed: [], open: [], needsRestart: false });
  });

  it("restarts a running Gateway for its view of the host, not for the firewall", () => {
    const noFirewall = { ...fullHardening, "loopback-firewall": false };
    expect(planChange(tenant(), noFirewall, true)).toMatchObject({
      changed: [{ setting: "loopback-firewall", isOn: false }],
      needsRestart: false,
    });
    expect(planChange(tenant(), basicHardening, true).needsRestart).toBe(true);
  });

  it("never restarts a Gateway that is stopped", () => {
    expect(planChange(tenant("unknown"), basicHardening, false)).toMatchObject({
      open: [],
      needsRestart: false,
    });
  });

  it("names what is asked for already and not in force", () => {
    const drifted = tenant().map((each) =>
      each.setting === "loopback-firewall" ? { ...each, observed: "off" as const } : each,
    );
    expect(planChange(drifted, fullHardening, true)).toEqual({
      changed: [],
      open: ["loopback-firewall"],
      needsRestart: false,
    });
  });

  it("asks for nothing of a host that can't give it", () => {
    const bare = tenant("off").map((each) => ({ ...each, canBeGiven: false }));
    expect(planChange(bare, fullHardening, true).open).toEqual([]);
  });
});

it("reads what is asked now as a choice of every setting", () => {
  expect(choiceOf(tenant())).toEqual(fullHardening);
});
