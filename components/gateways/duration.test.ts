import { expect, it } from "vitest";
import { formatBytes } from "#components/host/bytes.ts";
import { formatDuration } from "./duration.ts";

it.each([
  [0, "0 s"],
  [8_400, "8 s"],
  [12 * 60_000 + 5_000, "12 min"],
  [3_600_000, "1 h"],
  [26 * 3_600_000, "1 d 2 h"],
])("writes %i ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [0, "0 B"],
  [642_000_000, "612 MiB"],
  [3.1 * 1024 ** 3, "3.1 GiB"],
  [200 * 1024 ** 3, "200 GiB"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
