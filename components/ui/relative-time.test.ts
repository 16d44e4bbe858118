import { expect, it } from "vitest";
import { exactTime, relativeTime } from "./relative-time.ts";

const now = new Date("2026-11-22T09:00:00Z");

it.each([
  ["2026-11-22T08:59:30Z", "just now"],
  ["2026-11-22T09:00:20Z", "just now"],
  ["2026-11-22T08:58:59Z", "1 min ago"],
  ["2026-11-22T08:00:01Z", "59 min ago"],
  ["2026-11-22T06:00:00Z", "3 h ago"],
  ["2026-11-20T08:00:00Z", "2 d ago"],
  ["2026-11-22T09:10:00Z", "in 10 min"],
])("calls %s “%s”", (at, words) => {
  expect(relativeTime(new Date(at), now)).toBe(words);
});

it("gives the exact time in UTC, the same for every reader", () => {
  expect(exactTime(new Date("2026-11-22T10:14:03.250+01:00"))).toBe("2026-11-22 09:14:03 UTC");
});
