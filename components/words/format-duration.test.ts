import { expect, it } from "vitest";
import { formatDuration } from "./format-duration.ts";

it.each([
  [0, "0 s"],
  [8_400, "8 s"],
  [12 * 60_000 + 5_000, "12 min"],
  [3_600_000, "1 h"],
  [26 * 3_600_000, "1 d 2 h"],
])("writes %i ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
