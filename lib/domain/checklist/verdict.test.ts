import { expect, it } from "vitest";
import { type Verdict, worstVerdict } from "./verdict.ts";

it.each<[list: Verdict[], worst: Verdict]>([
  [["proven", "accepted", "not-measured", "failed"], "failed"],
  [["proven", "accepted", "not-measured"], "not-measured"],
  [["proven", "accepted"], "accepted"],
  [["proven", "proven"], "proven"],
  [[], "not-measured"],
])("of %j the worst is %s", (list, worst) => {
  expect(worstVerdict(list)).toBe(worst);
  expect(worstVerdict(list.toReversed())).toBe(worst);
});
