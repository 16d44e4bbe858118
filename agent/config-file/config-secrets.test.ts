import { expect, test } from "vitest";
import { isSecretVariable } from "#lib/domain/secrecy/credential-setting.ts";
import { listConfigSecrets } from "./config-secrets.ts";

const sources = (config: Parameters<typeof listConfigSecrets>[0]) =>
  listConfigSecrets(config).map(({ setting, item, source }) => [setting, item, source]);

test("sorts secrets into the items they belong to", () => {
  const config = {
    gateway: { auth: { mode: "token", token: "plain-token" } },
    hooks: { token: "hook-token" },
    channels: { slack: { accounts: { one: { botToken: "xoxb", signingSecret: "s" } } } },
    models: { providers: { openai: { apiKey: "sk-1", headers: { Authorization: "Bearer x" } } } },
  };
  expect(sources(config).map(([setting, item]) => `${item} ${setting}`)).toEqual([
    "channel-credentials channels.slack.accounts.one.botToken",
    "channel-credentials channels.slack.accounts.one.signingSecret",
    "gateway-token gateway.auth.token",
    "gateway-token hooks.token",
    "model-credentials models.providers.openai.apiKey",
    "model-credentials models.providers.openai.headers.Authorization",
  ]);
});

test.each([
  [
    { source: "file", provider: "p", id: "/a" },
    { kind: "file", provider: "p", id: "/a" },
  ],
  [
    { source: "file", id: "/a" },
    { kind: "file", provider: "usual", id: "/a" },
  ],
  [
    { source: "env", id: "NAME" },
    { kind: "environment", name: "NAME", isBare: true },
  ],
  [
    { source: "store", id: "NAME" },
    { kind: "store", name: "NAME" },
  ],
  [{ source: "exec", provider: "p", id: "x" }, { kind: "command" }],
  [`\${NAME}`, { kind: "environment", name: "NAME" }],
  ["SUMMER_AGENCY_2026", { kind: "plain", value: "SUMMER_AGENCY_2026" }],
  ["OPENAI_API_KEY", { kind: "plain", value: "OPENAI_API_KEY" }],
  [" sk-1 ", { kind: "plain", value: "sk-1" }],
])("knows where %j comes from", (apiKey, source) => {
  const config = { secrets: { defaults: { file: "usual" } }, tools: { x: { apiKey } } };
  expect(sources(config)).toEqual([["tools.x.apiKey", "model-credentials", source]]);
});

test("a bare name is a variable only where OpenClaw takes one", () => {
  const config = {
    models: { providers: { openai: { apiKey: "OPENAI_API_KEY" }, own: { apiKey: "SUMMER_2026" } } },
  };
  expect(sources(config).map(([, , source]) => source)).toEqual([
    { kind: "environment", name: "OPENAI_API_KEY", isBare: true },
    { kind: "plain", value: "SUMMER_2026" },
  ]);
});

test("does not take limits, placeholders, names or providers for secrets", () => {
  const config = {
    secrets: { providers: { p: { source: "file", path: "/x", token: "no" } } },
    models: { providers: { local: { apiKey: "ollama-local", models: [{ maxTokens: 4096 }] } } },
    hooks: { defaultSessionKey: "agent:main", token: "" },
    channels: { discord: { applicationId: "1" } },
  };
  expect(sources(config)).toEqual([]);
});

test("finds files and variables that hold secrets", () => {
  const config = {
    channels: { telegram: { tokenFile: "/t/token" } },
    env: { vars: { OPENAI_API_KEY: "sk-1", LANG: "C" } },
  };
  expect(sources(config)).toEqual([
    ["channels.telegram.tokenFile", "channel-credentials", { kind: "path", file: "/t/token" }],
    ["env.vars.OPENAI_API_KEY", "model-credentials", { kind: "plain", value: "sk-1" }],
  ]);
});

test("knows variables that hold secrets by custom", () => {
  expect(["OPENAI_API_KEY", "GH_TOKEN", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD"].every(isSecretVariable)).toBe(
    true,
  );
  expect(["PATH", "HOME", "TOKENIZERS", "KEYBOARD", "NODE_OPTIONS"].some(isSecretVariable)).toBe(false);
});
