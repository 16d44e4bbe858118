import { expect, it } from "vitest";
import { judgeRefusal } from "./judge-refusal.ts";

it.each([
  ["a wall of the Gateway's", "PAIRING_REQUIRED", { outcome: "refused", code: "gateway" }],
  ["a wall without a code", "no code", { outcome: "refused", code: "gateway" }],
  ["a wall of the kernel's", "ECONNREFUSED", { outcome: "refused", code: "errno" }],
  ["no wall where it is not ready for anybody", "UNAVAILABLE", { outcome: "unmeasured", code: "gateway" }],
  ["no wall where it said nothing in time", "ETIMEDOUT", { outcome: "unmeasured", code: "silence" }],
])("not being let in is %s: %s", (_, code, finding) => {
  const seen = finding.outcome === "refused" ? "wall" : "doubt";
  expect(judgeRefusal(code, { doubt: "doubt", wall: "wall" })).toMatchObject({ ...finding, seen });
});
