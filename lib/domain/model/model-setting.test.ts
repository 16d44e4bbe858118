import { expect, test } from "vitest";
import { modelSettingSchema, modelSettingsSchema } from "./model-setting.ts";

const openai = { provider: "openai", api: "openai-responses", models: ["gpt-5.5"] };

test.each(["https://models.example.com/v1", "http://127.0.0.1:11434/v1", "http://localhost:8080"])(
  "lets a provider have the address %s",
  (baseUrl) => expect(modelSettingSchema.safeParse({ ...openai, baseUrl }).success).toBe(true),
);

test.each([
  "http://models.example.com/v1",
  "https://user:pass@models.example.com",
  "https://models.example.com/v1?key=abc",
  "file:///etc/passwd",
  "models.example.com",
])("refuses the address %s", (baseUrl) => {
  expect(modelSettingSchema.safeParse({ ...openai, baseUrl }).success).toBe(false);
});

test("refuses a provider that is named twice, and two defaults", () => {
  expect(modelSettingsSchema.safeParse([openai, openai]).success).toBe(false);
  const two = [
    { ...openai, isDefault: true },
    { ...openai, provider: "anthropic", isDefault: true },
  ];
  expect(modelSettingsSchema.safeParse(two).success).toBe(false);
});
