import { expect, test } from "vitest";
import { hasPassword } from "./has-password.ts";

test.each([
  ["postgres://me:hush@host/db", true],
  ["HTTPS://a:b:c@host", true],
  ["redis://:hush@host", true],
  ["https://me@host", false],
  ["https://me:@host", false],
  ["https://host:8080/a@b", false],
  ["me:hush@host", false],
  ["https://host", false],
  ["", false],
])("%s: %s", (text, has) => {
  expect(hasPassword(text)).toBe(has);
});

test("looks at each character of a text once, however often it could begin a password", () => {
  expect(hasPassword(`a://${":".repeat(2_000_000)}`)).toBe(false);
  expect(hasPassword(`a://${":".repeat(2_000_000)}x@`)).toBe(true);
});
