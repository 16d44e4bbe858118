import { expect, test } from "vitest";
import { diffConfig } from "#agent/config-file/diff-config.ts";
import { createMask } from "#agent/logs/mask-secrets.ts";
import { keepAdopted } from "./keep-adopted.ts";
import { movesSecret } from "./moved-secrets.ts";
import { isProtected } from "./protected-settings.ts";
import { type Masking, showChange } from "./show-change.ts";

const known = "a-secret-that-is-known-here";
const masking: Masking = { mask: createMask([known]), fingerprint: () => "1a2b3c4d…" };

test("tells of every setting that differs, one by one", () => {
  const was = { tools: { exec: { mode: "deny" }, deny: ["exec"] }, browser: { enabled: false } };
  const is = { tools: { exec: { mode: "full" }, deny: ["exec"] }, channels: { telegram: { enabled: true } } };
  expect(diffConfig(was, is)).toEqual([
    { path: ["browser", "enabled"], was: false },
    { path: ["channels", "telegram", "enabled"], is: true },
    { path: ["tools", "exec", "mode"], was: "deny", is: "full" },
  ]);
});

test("the order of keys is no difference, the order of a list is", () => {
  expect(diffConfig({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
  expect(diffConfig({ a: [1, 2] }, { a: [2, 1] })).toHaveLength(1);
});

test("an object in the place of a value is told whole", () => {
  const token = { source: "file", provider: "bulkhead", id: "/gateway/token" };
  expect(diffConfig({ token }, { token: "plain" })).toEqual([{ path: ["token"], was: token, is: "plain" }]);
});

test.each([
  ["a token", ["gateway", "auth", "token"], "hunter2hunter2"],
  ["a password", ["gateway", "auth", "password"], "short"],
  ["a bot token inside an account", ["channels", "telegram", "accounts"], { main: { botToken: "12:ab" } }],
  ["an API key", ["models", "providers", "x", "apiKey"], "whatever"],
  ["a header", ["mcp", "servers", "x", "headers"], { "X-Auth": "opensesame" }],
  ["a variable", ["env", "vars", "SOMETHING"], "opensesame"],
  ["a known secret under a harmless name", ["ui", "label"], known],
  ["a known secret inside a text", ["ui", "label"], `use ${known} here`],
  ["the shape of a key", ["ui", "label"], "sk-abcdefghijklmnopqrstuvwxyz"],
  ["an address with a password", ["proxy", "url"], "http://me:opensesame@example.test/"],
  ["a secret in a list", ["tools", "list"], ["fine", known]],
] as const)("shows %s only by its fingerprint", (_name, path, value) => {
  const shown = showChange({ path, was: value, is: value }, masking);
  expect(shown.isSecret).toBe(true);
  const text = JSON.stringify(shown);
  for (const secret of ["hunter2", "short", "12:ab", "whatever", "opensesame", known, "sk-abc"]) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain("fingerprint 1a2b3c4d…");
});

test.each([
  ["a reference to a file", ["gateway", "auth", "token"], { source: "file", provider: "bulkhead", id: "/a" }],
  ["a reference to a variable", ["models", "apiKey"], `$${"{OPENAI_API_KEY}"}`],
  ["a plain setting", ["tools", "exec", "mode"], "full"],
  ["a number", ["gateway", "port"], 19_200],
])("shows %s as it is", (_name, path, is) => {
  const shown = showChange({ path, is }, masking);
  expect(shown).toMatchObject({ isSecret: false, was: null });
  expect(JSON.parse(shown.is ?? "")).toEqual(is);
});

test.each([
  [["gateway", "port"], true],
  [["gateway", "auth", "mode"], true],
  [["gateway"], true],
  [["agents", "entries", "a", "$include"], true],
  [["tools", "deny"], false],
  [["channels", "telegram", "dmPolicy"], false],
])("knows whether %j is part of the boundary", (path, expected) => {
  expect(isProtected(path)).toBe(expected);
});

const key = { source: "file", provider: "bulkhead", id: "/models/acme" };
const providers = { acme: { baseUrl: "https://models.example.com/v1", apiKey: key } };
test.each([
  [
    "another address of a model",
    { models: { providers: { acme: { ...providers.acme, baseUrl: "https://e.test" } } } },
  ],
  [
    "another way of speaking to a model",
    { models: { providers: { acme: { ...providers.acme, api: "anthropic-messages" } } } },
  ],
  ["no address of a model", { models: { providers: { acme: { apiKey: key } } } }],
  ["a provider that reads another's key", { models: { providers: { ...providers, evil: { apiKey: key } } } }],
  [
    "an address of a channel",
    { models: { providers }, channels: { telegram: { apiRoot: "https://e.test" } } },
  ],
  [
    "a channel's server",
    { models: { providers }, channels: { irc: { accounts: { a: { host: "e.test" } } } } },
  ],
  [
    "the memory's own address",
    {
      models: { providers },
      agents: { defaults: { memorySearch: { remote: { baseUrl: "https://e.test" } } } },
    },
  ],
  ["a proxy in a variable", { models: { providers }, env: { vars: { HTTPS_PROXY: "http://e.test:1" } } }],
  ["an address in a variable", { models: { providers }, env: { OPENAI_BASE_URL: "e.test" } }],
  ["an address in a list", { models: { providers }, tools: { media: [{ at: "https://e.test/v1" }] } }],
  [
    "a program that reads a key",
    { models: { providers }, mcp: { servers: { x: { url: "https://e.test", headers: { a: key } } } } },
  ],
  ["a key in a variable", { models: { providers }, env: { vars: { X: key } } }],
])("finds that %s sends a stored secret elsewhere", (_name, edited) => {
  const changes = diffConfig({ models: { providers } }, edited);
  expect(changes.some((change) => movesSecret(change, edited))).toBe(true);
});

test.each([
  ["a model's name", { models: { providers: { acme: { ...providers.acme, models: [{ id: "b" }] } } } }],
  ["a prefix", { models: { providers }, messages: { responsePrefix: "Hi" } }],
  [
    "a text that names an address",
    { models: { providers }, agents: { prompt: "See https://example.com for more." } },
  ],
  [
    "a program without a secret",
    { models: { providers }, mcp: { servers: { docs: { url: "https://docs.test" } } } },
  ],
  [
    "who may open the control page",
    { models: { providers }, gateway: { controlUi: { allowedOrigins: ["https://a.test"] } } },
  ],
])("lets %s be adopted", (_name, edited) => {
  const changes = diffConfig({ models: { providers } }, edited);
  expect(changes.filter((change) => movesSecret(change, edited))).toEqual([]);
});

const composed = { tools: { exec: { mode: "deny" } }, session: { dmScope: "per-peer" } };

test("keeps what was adopted while the dashboard asks for the same as then", () => {
  const adopted = [
    { path: ["tools", "exec", "mode"], was: "deny", is: "ask" },
    { path: ["messages", "prefix"], is: "Hi" },
    { path: ["session", "dmScope"], was: "per-peer" },
  ];
  const { config, kept, overruled } = keepAdopted(composed, adopted);
  expect(config).toEqual({ tools: { exec: { mode: "ask" } }, session: {}, messages: { prefix: "Hi" } });
  expect(kept).toEqual(adopted);
  expect(overruled).toEqual([]);
});

test("gives up what was adopted where the dashboard asks for something else, and says so", () => {
  const change = { path: ["tools", "exec", "mode"], was: "full", is: "ask" };
  const { config, overruled } = keepAdopted(composed, [change]);
  expect(config).toEqual(composed);
  expect(overruled).toEqual([change]);
});

test("forgets what was adopted once the dashboard asks for it by itself", () => {
  const { kept, overruled } = keepAdopted(composed, [
    { path: ["tools", "exec", "mode"], was: "ask", is: "deny" },
  ]);
  expect([...kept, ...overruled]).toEqual([]);
});

test("an adopted key can't reach beyond the configuration", () => {
  const { config } = keepAdopted(composed, [{ path: ["__proto__", "polluted"], is: true }]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(config)).toBe(Object.prototype);
});
