import { expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

it.each(["/clients", "/tenants/acme?tab=logs", "/"])("goes on to %s", (path) => {
  expect(safeNext(path)).toBe(path);
});

it.each([
  undefined,
  "",
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "/a\n//b",
  "/sign-in?next=/",
])("goes to the start page instead of %j", (path) => {
  expect(safeNext(path)).toBe("/");
});
