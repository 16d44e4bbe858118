import { expect, it } from "vitest";
import { formatBytes } from "./format-bytes.ts";

it.each([
  [0, "0 B"],
  [642_000_000, "612 MiB"],
  [3.1 * 1024 ** 3, "3.1 GiB"],
  [200 * 1024 ** 3, "200 GiB"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
