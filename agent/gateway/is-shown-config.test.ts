import { expect, test } from "vitest";
import { isShownConfig } from "./is-shown-config.ts";

const config = { tools: { allow: ["read", "ls"] }, token: { source: "file", id: "/gateway/token" } };

test.each([
  ["the same", config, true],
  ["with a secret hidden", { ...config, token: { source: "file", id: "__OPENCLAW_REDACTED__" } }, true],
  ["with everything below hidden", { ...config, token: "__OPENCLAW_REDACTED__" }, true],
  ["as it was before", { ...config, tools: { allow: ["read"] } }, false],
  ["with a setting more", { ...config, browser: {} }, false],
  ["with a setting less", { tools: config.tools }, false],
  ["not at all", null, false],
])("knows a configuration that is shown %s", (_name, shown, expected) => {
  expect(isShownConfig(shown, config)).toBe(expected);
});
