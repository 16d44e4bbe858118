import { expect, test } from "vitest";
import { type ProbeId, probeIds } from "./probes.ts";
import { type AttemptEnding, readVerdictString, writeVerdictString } from "./verdict-string.ts";

const [first, second, third, fourth] = probeIds as [ProbeId, ProbeId, ProbeId, ProbeId];
const four = [first, second, third, fourth];

test("what is written is read again, and what was not tried stays so", () => {
  const all = new Map<ProbeId, AttemptEnding>([
    [first, "proven"],
    [second, "failed"],
    [third, "not-measured"],
    [fourth, "not-applicable"],
  ]);
  expect(writeVerdictString(four, all)).toBe("pfna");
  expect(readVerdictString(four, "pfna")).toEqual(all);
  all.delete(second);
  expect(writeVerdictString(four, all)).toBe("p-na");
  expect(readVerdictString(four, "p-na")).toEqual(all);
});

test.each<[what: string, marks: string, read: readonly (readonly [ProbeId, AttemptEnding])[]]>([
  [
    "of a run from before there was one letter more",
    "pfn-",
    [
      [first, "proven"],
      [second, "failed"],
      [third, "not-measured"],
    ],
  ],
  [
    "of a run that knew fewer probes",
    "pf",
    [
      [first, "proven"],
      [second, "failed"],
    ],
  ],
  ["with a letter that isn't known as not tried", "p?zA", [[first, "proven"]]],
])("reads marks %s", (_, marks, read) => {
  expect([...readVerdictString(four, marks)]).toEqual(read);
});

test("a probe that there is no more keeps its place", () => {
  expect([...readVerdictString([first, null, third], "pfa")]).toEqual([
    [first, "proven"],
    [third, "not-applicable"],
  ]);
});
