import { describe, expect, it } from "vitest";
import { judgeItem } from "./judge.ts";
import type { Sharing } from "./sharing.ts";

const measured = {
  item: "workspace" as const,
  isMeasured: true,
  reason: null,
  identities: [{}],
  defects: [],
};
const sharing: Sharing = {
  item: "workspace",
  kind: "path",
  value: "/t/beta/workspace",
  label: "workspace of the default agent",
  otherSlug: "beta",
  otherItem: "workspace",
  otherLabel: "workspace of the default agent",
};

describe("judgeItem", () => {
  it("proves an item that was measured and is nobody else's", () => {
    expect(judgeItem(measured, [], [])).toEqual({ verdict: "proven", reason: null });
  });

  it("fails a shared item and names the other tenant", () => {
    const judgement = judgeItem(measured, [sharing], []);
    expect(judgement.verdict).toBe("failed");
    expect(judgement.reason).toContain("beta");
  });

  it("fails on a defect even where the rest could not be measured", () => {
    const defects = [{ message: "The directory is readable by everybody." }];
    expect(judgeItem({ ...measured, isMeasured: false, defects }, [], []).verdict).toBe("failed");
  });

  it("never proves what was not measured", () => {
    const evidence = { ...measured, isMeasured: false, reason: "Gateway is stopped." };
    expect(judgeItem(evidence, [], [])).toEqual({ verdict: "not-measured", reason: "Gateway is stopped." });
  });

  it("never proves what was not measured, also where nobody said why", () => {
    const { verdict, reason } = judgeItem({ ...measured, isMeasured: false }, [], []);
    expect(verdict).toBe("not-measured");
    expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  it("does not prove an item while a neighbour's could not be observed", () => {
    const judgement = judgeItem(measured, [], ["beta"]);
    expect(judgement.verdict).toBe("not-measured");
    expect(judgement.reason).toContain("beta");
  });
});
