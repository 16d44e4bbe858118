import { describe, expect, it } from "vitest";
import { type BoundaryAnswers, recommendRung } from "./decision.ts";

const team: BoundaryAnswers = {
  audience: "one-team",
  sharesData: true,
  isCustomerFacing: false,
  hasPowerfulTools: false,
  couldHarmEachOther: false,
};

describe("recommendRung", () => {
  it.each<[string, Partial<BoundaryAnswers>, string]>([
    ["a cooperative team with the same data shares a Gateway", {}, "shared-gateway"],
    ["powerful tools alone don't call for more", { hasPowerfulTools: true }, "shared-gateway"],
    ["different data needs its own Gateway", { sharesData: false }, "os-user"],
    ["several teams need their own", { audience: "several-teams" }, "os-user"],
    ["customers need their own", { audience: "customers" }, "os-user"],
    ["facing customers needs its own", { isCustomerFacing: true }, "os-user"],
    ["people who could harm each other need their own", { couldHarmEachOther: true }, "os-user"],
    [
      "hostile outsiders with powerful tools need a host",
      { audience: "public", couldHarmEachOther: true, hasPowerfulTools: true },
      "host",
    ],
  ])("%s", (_, answers, expected) => {
    expect(recommendRung({ ...team, ...answers }).rung).toBe(expected);
  });

  it("says what a shared Gateway does not protect", () => {
    expect(recommendRung(team).doesNotProtect.join(" ")).toContain("not isolation");
  });

  it("always gives a reason", () => {
    expect(recommendRung(team).reasons).not.toHaveLength(0);
  });
});
