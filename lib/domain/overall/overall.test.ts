import { describe, expect, it } from "vitest";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { type KnownParts, type OverallPartId, overallOf, worstParts } from "./overall.ts";

const counts = (some: Partial<KnownParts["checklist"]>): KnownParts["checklist"] => ({
  ...{ proven: 0, failed: 0, "not-measured": 0, accepted: 0 },
  ...some,
});
const clean = { open: 0, accepted: 0, notMeasured: 0 };
const refused = { verdict: "proven", failed: 0, accepted: 0 } as const;
const well: KnownParts = {
  checklist: counts({ proven: 10 }),
  attempts: refused,
  mistakes: clean,
  audit: { critical: 0, warn: 0 },
};
const overall = (known: Partial<KnownParts>) => overallOf({ ...well, ...known });
const part = (id: OverallPartId, known: Partial<KnownParts>) => {
  const { verdict, words } = overall(known).parts.find((one) => one.part === id) ?? {};
  return [verdict, words];
};

describe("the overall verdict", () => {
  it("is proven only when every part is", () => {
    expect(overall({}).verdict).toBe("proven");
    expect(overall({}).parts.map(({ verdict }) => verdict)).toEqual(Array(4).fill("proven"));
  });

  it.each<[Verdict, string, Partial<KnownParts>]>([
    ["failed", "an item failed", { checklist: counts({ failed: 1, proven: 9 }) }],
    ["failed", "an attempt got through", { attempts: { verdict: "failed", failed: 1, accepted: 0 } }],
    ["failed", "a mistake is open", { mistakes: { ...clean, open: 1 } }],
    ["failed", "the audit found something critical", { audit: { critical: 1, warn: 0 } }],
    [
      "failed",
      "one part failed and none of the others is measured",
      {
        checklist: counts({ "not-measured": 10 }),
        attempts: { verdict: "failed", failed: 1, accepted: 0 },
        mistakes: null,
        audit: null,
      },
    ],
    ["not-measured", "an item is not measured", { checklist: counts({ "not-measured": 1, proven: 9 }) }],
    [
      "not-measured",
      "not everything was tried",
      {
        attempts: { verdict: "not-measured", failed: 0, accepted: 0 },
      },
    ],
    ["not-measured", "a rule could not be applied", { mistakes: { ...clean, notMeasured: 1 } }],
    ["not-measured", "no rule was ever applied", { mistakes: null }],
    ["not-measured", "no audit counts", { audit: null }],
    [
      "not-measured",
      "one part is accepted and another not measured",
      {
        mistakes: { ...clean, accepted: 1 },
        audit: null,
      },
    ],
    ["accepted", "somebody answers for an item", { checklist: counts({ accepted: 1, proven: 9 }) }],
    [
      "accepted",
      "somebody answers for what got through",
      {
        attempts: { verdict: "accepted", failed: 0, accepted: 1 },
      },
    ],
    ["accepted", "somebody answers for a mistake", { mistakes: { ...clean, accepted: 1 } }],
    ["proven", "the audit only warns", { audit: { critical: 0, warn: 3 } }],
    ["proven", "nobody else is on the host", { attempts: null }],
  ])("is %s when %s", (verdict, _, known) => {
    expect(overall(known).verdict).toBe(verdict);
  });

  it("of nothing at all is not measured", () => {
    const nothing = { checklist: counts({}), attempts: null, mistakes: null, audit: null };
    expect(overallOf(nothing).verdict).toBe("not-measured");
  });
});

describe("a part", () => {
  it("of attempts is left out where nobody else could try", () => {
    expect(overall({ attempts: null }).parts.map((one) => one.part)).toEqual([
      "checklist",
      "mistakes",
      "audit",
    ]);
  });

  it.each<[OverallPartId, Partial<KnownParts>, Verdict, string]>([
    ["checklist", {}, "proven", "all 10 proven"],
    [
      "checklist",
      { checklist: counts({ failed: 2, "not-measured": 3, proven: 5 }) },
      "failed",
      "2 of 10 failed",
    ],
    [
      "checklist",
      { checklist: counts({ "not-measured": 3, proven: 7 }) },
      "not-measured",
      "3 of 10 not measured",
    ],
    ["checklist", { checklist: counts({ accepted: 1, proven: 9 }) }, "accepted", "1 of 10 accepted"],
    ["attempts", {}, "proven", "all refused"],
    ["attempts", { attempts: { verdict: "failed", failed: 3, accepted: 1 } }, "failed", "3 got through"],
    [
      "attempts",
      { attempts: { verdict: "accepted", failed: 0, accepted: 2 } },
      "accepted",
      "2 got through, accepted",
    ],
    [
      "attempts",
      { attempts: { verdict: "not-measured", failed: 0, accepted: 1 } },
      "not-measured",
      "not measured",
    ],
    ["mistakes", {}, "proven", "none found"],
    ["mistakes", { mistakes: { open: 1, accepted: 2, notMeasured: 3 } }, "failed", "1 open"],
    ["mistakes", { mistakes: { open: 0, accepted: 2, notMeasured: 3 } }, "not-measured", "3 not measured"],
    ["mistakes", { mistakes: { open: 0, accepted: 2, notMeasured: 0 } }, "accepted", "2 accepted"],
    ["mistakes", { mistakes: null }, "not-measured", "not measured"],
    ["audit", {}, "proven", "clean"],
    ["audit", { audit: { critical: 0, warn: 1 } }, "proven", "1 warning"],
    ["audit", { audit: { critical: 0, warn: 2 } }, "proven", "2 warnings"],
    ["audit", { audit: { critical: 1, warn: 2 } }, "failed", "1 critical"],
    ["audit", { audit: null }, "not-measured", "not measured"],
  ])("%s of %o is %s: %s", (id, known, verdict, words) => {
    expect(part(id, known)).toEqual([verdict, words]);
  });

  it("is named as a reason when it is as bad as the whole, unless all is well", () => {
    const broken = overall({ attempts: { verdict: "failed", failed: 1, accepted: 0 }, audit: null });
    expect(worstParts(broken).map((one) => one.part)).toEqual(["attempts"]);
    expect(worstParts(overall({ mistakes: null, audit: null })).map((one) => one.part)).toEqual([
      "mistakes",
      "audit",
    ]);
    expect(worstParts(overall({}))).toEqual([]);
  });
});
