import { describe, expect, it } from "vitest";
import type { ProbeCellDto } from "#lib/services/probe/probe-dto.ts";
import { describeCell, describeCounts } from "./probe-words.ts";

const counts = (changes: Partial<ProbeCellDto["counts"]> = {}): ProbeCellDto["counts"] => ({
  ...{ proven: 0, failed: 0, "not-measured": 0, accepted: 0, "not-applicable": 0 },
  ...changes,
});
const cell = (changes: Partial<ProbeCellDto["counts"]>, stale: string | null = null): ProbeCellDto => ({
  ...{ source: "a", target: "b", verdict: "proven", change: null, stale },
  counts: counts(changes),
});

describe("describeCounts", () => {
  it.each([
    [{ proven: 46, "not-applicable": 9 }, "46 of 46 tried and refused; 9 had nothing there to reach"],
    [{ proven: 55 }, "55 of 55 tried and refused"],
    [
      { proven: 44, failed: 2, accepted: 1, "not-measured": 2, "not-applicable": 6 },
      "44 of 47 tried and refused, 2 got through, 1 accepted, 2 not measured; 6 had nothing there to reach",
    ],
    [{ "not-measured": 55 }, "none tried, 55 not measured"],
    [{}, "none tried"],
    [
      { proven: 4_600, "not-applicable": 1_000 },
      "4,600 of 4,600 tried and refused; 1,000 had nothing there to reach",
    ],
  ])("of %o says “%s”", (changes, words) => {
    expect(describeCounts(counts(changes))).toBe(words);
  });
});

describe("describeCell", () => {
  it("tells of a family that had nothing to reach from one that was never tried", () => {
    expect(describeCell(cell({ "not-applicable": 3 }))).toBe("none tried; 3 had nothing there to reach.");
    expect(describeCell(cell({ "not-measured": 3 }))).toBe("Nothing measured yet.");
  });

  it("says first why nothing counts any more", () => {
    expect(describeCell(cell({ "not-measured": 3 }, "It was restarted."))).toBe("It was restarted.");
  });
});
