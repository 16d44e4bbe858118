import { describe, expect, it } from "vitest";
import { playbookVersion } from "../mistakes/mistake-rules.ts";
import { rungCosts } from "../tenant/rung-cost.ts";
import { playbookRungs, sellingRules } from "./playbook.ts";

/** Words that promise more than anybody has looked at. */
const oversold = /\b(secure|isolated|guarantee\w*|certified|impossible|fully|completely|unbreakable)\b/i;

describe("the playbook", () => {
  it("goes from an agent over a Gateway to a host, weakest first", () => {
    const rungs = playbookRungs.map(({ rung }) => rung);
    expect(rungs).toEqual(["shared-gateway", "profile", "os-user", "host"]);
    for (const rung of rungs) expect(rungCosts[rung].summary.length).toBeGreaterThan(10);
  });

  it.each(playbookRungs)("says of $rung when it is enough, when not, and what to say", (one) => {
    expect(Math.min(one.enoughWhen.length, one.notEnoughWhen.length)).toBeGreaterThan(1);
    for (const text of [one.title, one.rule, one.say, one.neverSay]) expect(text.length).toBeGreaterThan(10);
  });

  it.each(playbookRungs)("promises a buyer of $rung nothing beyond what was seen", ({ say, neverSay }) => {
    expect(say).not.toMatch(oversold);
    expect(say).not.toContain(neverSay);
  });

  it("has a version that a check and a report can name", () => {
    expect(playbookVersion).toMatch(/^\d{4}-\d{2}-\d{2}(\.\d+)?$/);
    expect(sellingRules.length).toBeGreaterThan(3);
  });
});
