import { expect, test } from "vitest";
import { lastFourOf } from "./last-four.ts";
import { channelSecretName, modelSecretName, secretNameSchema, secretPathOf } from "./secret-name.ts";

test.each([channelSecretName("telegram", "default", "botToken"), modelSecretName("openai")])(
  "knows %s as a place for a secret",
  (name) => {
    expect(secretNameSchema.safeParse(name).success).toBe(true);
  },
);

test.each([
  "/gateway/token",
  "/models/../gateway",
  "/models/openai/key",
  "/channels/telegram/default/__proto__",
  "/channels/unknown/default/botToken",
  "models/openai",
  "",
])("takes %s for no place for a secret that is entered", (name) => {
  expect(secretPathOf(name)).toBeNull();
});

test("shows the end of a secret only where its format makes that safe", () => {
  expect(lastFourOf(`123456789:${"A".repeat(31)}wxyz`)).toBe("wxyz");
  expect(lastFourOf(`sk-${"a".repeat(40)}1234`)).toBe("1234");
  expect(lastFourOf("hunter2")).toBeNull();
  expect(lastFourOf("correct horse battery staple")).toBeNull();
});
