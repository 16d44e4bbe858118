import { expect, test } from "vitest";
import { isNoModelKey, isPublicToken } from "./placeholders.ts";

test.each([
  ...["ollama-local", "ollama", "lm-studio", "EMPTY", "sk-1234", "not-needed", "none", "sk-no-key-required"],
  ...[
    "<OPENAI_API_KEY>",
    "your-api-key",
    "YOUR_KEY",
    "sk-...",
    "AIza...",
    "sk-xxxxxxxx",
    "replace-me",
    "CHANGE_ME",
  ],
  ...["BRAVE_API_KEY_HERE", "example-openai-api-key", "llamacpp-no-key", "custom-local"],
])("%s is no key of a model", (value) => {
  expect(isNoModelKey(value)).toBe(true);
});

test.each([
  ...["change-me-to-a-long-random-token", "change-me-now", "change-me-to-a-strong-password", "your-token"],
  ...[
    "your-long-random-token",
    "replace-with-long-random-token",
    "replace-with-a-long-random-token",
    "test-token",
  ],
  ...[
    "<long-random-token>",
    "shared-secret",
    "gateway-token",
    "YOUR_TOKEN",
    "changeme",
    "secret",
    "password",
  ],
  ...["ollama-local", "REPLACE_ME", "long-random-token", "my-secret-token", "example-token"],
])("%s as a token is public", (value) => {
  expect(isPublicToken(value)).toBe(true);
});

test.each([
  ...["SUMMER_AGENCY_2026", "tok-A-0123456789abcdef0123456789", "sk-ant-api03-0123456789abcdef0123456789"],
  ...["b1946ac92492d2347c6235b4d2611184", "xoxb-1234567890-abcdefghij", "Rosenheim-changes-everything-77"],
  ...["exchange-rates-Kfjw83", "testify7Kd0sPq2", "yourself-9Kfls02"],
])("%s is neither", (value) => {
  expect([isNoModelKey(value), isPublicToken(value)]).toEqual([false, false]);
});
