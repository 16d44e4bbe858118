import { expect, test } from "vitest";
import { secretAt, withSecret } from "./secrets-file.ts";

const before = { gateway: { token: "t" }, channels: { telegram: { default: { botToken: "b" } } } };

test("puts a secret in its place and leaves the others", () => {
  const after = withSecret(before, ["models", "openai"], "k");
  expect(after).toEqual({ ...before, models: { openai: "k" } });
  expect(before).not.toHaveProperty("models");
});

test("takes a secret away with the places around it that it leaves empty", () => {
  const after = withSecret(before, ["channels", "telegram", "default", "botToken"], null);
  expect(after).toEqual({ gateway: { token: "t" } });
});

test("keeps what else is in the same place", () => {
  const two = withSecret(before, ["channels", "telegram", "other", "botToken"], "o");
  expect(withSecret(two, ["channels", "telegram", "default", "botToken"], null)).toEqual({
    gateway: { token: "t" },
    channels: { telegram: { other: { botToken: "o" } } },
  });
});

test("finds nothing where there is no text", () => {
  expect(secretAt(before, ["channels", "telegram"])).toBeNull();
  expect(secretAt(before, ["constructor", "name"])).toBeNull();
  expect(secretAt(before, ["gateway", "token"])).toBe("t");
});
