import { describe, expect, it } from "vitest";
import type { Ending } from "./ending.ts";
import { countAttempts, hasNothingToReach, judgePair } from "./judge-pair.ts";
import { type ProbeId, probeIds, probeOf } from "./probes.ts";
import { type ProbeFamily, probeFamilies } from "./record/probe-family.ts";

const inFamily = (family: ProbeFamily) => probeIds.filter((id) => probeOf(id).family === family);

/** Everything turned out alike, except what is given. */
const all = (ending: Ending, changes: readonly (readonly [ProbeId, Ending])[] = []) =>
  new Map<ProbeId, Ending>([...probeIds.map((id) => [id, ending] as const), ...changes]);

describe("judgePair", () => {
  it("proves a pair in which everything was refused", () => {
    expect(judgePair(all("proven"))).toBe("proven");
  });

  it.each(probeIds)("fails a pair in which %s got through, whatever it takes to be tried", (probe) => {
    expect(judgePair(all("proven", [[probe, "failed"]]))).toBe("failed");
    expect(judgePair(new Map([[probe, "failed"]]))).toBe("failed");
  });

  it.each(probeIds)("shows an accepted %s in a pair that is proven otherwise", (probe) => {
    expect(judgePair(all("proven", [[probe, "accepted"]]))).toBe("accepted");
  });

  it.each(probeIds)("proves a pair in which there was nothing to reach for %s", (probe) => {
    expect(judgePair(all("proven", [[probe, "not-applicable"]]))).toBe("proven");
  });

  it.each(probeIds)(
    "proves no pair in which %s is not measured or was never tried, whatever it takes",
    (probe) => {
      const verdicts = all("proven", [[probe, "not-measured"]]);
      expect(judgePair(verdicts)).toBe("not-measured");
      verdicts.delete(probe);
      expect(judgePair(verdicts)).toBe("not-measured");
    },
  );

  it("proves nothing where nothing was tried", () => {
    expect(judgePair(new Map())).toBe("not-measured");
    for (const family of probeFamilies) expect(judgePair(new Map(), family)).toBe("not-measured");
  });

  it("proves nothing where there was nothing to reach at all", () => {
    expect(judgePair(all("not-applicable"))).toBe("not-measured");
    for (const family of probeFamilies) {
      expect(judgePair(all("not-applicable"), family)).toBe("not-measured");
      expect(hasNothingToReach(all("not-applicable"), family)).toBe(true);
      expect(hasNothingToReach(new Map(), family)).toBe(false);
    }
  });

  it.each(probeFamilies)("has a verdict for %s as soon as there was one thing to reach", (family) => {
    for (const probe of inFamily(family))
      expect(hasNothingToReach(all("not-applicable", [[probe, "proven"]]), family)).toBe(false);
  });

  it("lets what had nothing to reach hide neither a gap nor a hole", () => {
    const others = (ending: Ending) => all("not-applicable", [["files.state", ending]]);
    for (const ending of ["failed", "not-measured", "accepted", "proven"] as const)
      expect(judgePair(others(ending))).toBe(ending);
  });

  it.each(probeFamilies)("takes the verdict of %s from that family alone", (family) => {
    const own = inFamily(family);
    const as = (ending: Ending) => own.map((id) => [id, ending] as const);
    expect(judgePair(all("failed", as("proven")), family)).toBe("proven");
    expect(judgePair(all("not-measured", as("proven")), family)).toBe("proven");
    for (const probe of own) expect(judgePair(all("proven", [[probe, "failed"]]), family)).toBe("failed");
    expect(judgePair(all("proven", as("not-measured")), family)).toBe("not-measured");
  });
});

describe("countAttempts", () => {
  it("counts what was never tried as not measured", () => {
    const counts = countAttempts(new Map([["files.state", "failed"]]));
    const others = { proven: 0, accepted: 0, "not-applicable": 0, "not-measured": probeIds.length - 1 };
    expect(counts).toEqual({ ...others, failed: 1 });
  });

  it("counts what had nothing to reach apart", () => {
    const verdicts = all("proven", [
      ["files.browser", "not-applicable"],
      ["port.browser", "not-applicable"],
      ["files.state", "not-measured"],
    ]);
    const others = { failed: 0, accepted: 0, "not-measured": 1, proven: probeIds.length - 3 };
    expect(countAttempts(verdicts)).toEqual({ ...others, "not-applicable": 2 });
  });

  it.each(probeFamilies)("counts of %s nothing but its own", (family) => {
    const verdicts = all(
      "failed",
      inFamily(family).map((id) => [id, "accepted"]),
    );
    const none = { proven: 0, failed: 0, "not-measured": 0, "not-applicable": 0 };
    expect(countAttempts(verdicts, family)).toEqual({ ...none, accepted: inFamily(family).length });
  });
});
