import { expect, test } from "vitest";
import { diffConfig } from "#agent/config-file/diff-config.ts";
import { createMask } from "#agent/logs/mask-secrets.ts";
import { shownChangeSchema } from "#lib/host-agent/contract/drift.ts";
import type { ShownValue } from "#lib/host-agent/contract/shown-value.ts";
import { keepAdopted } from "./keep-adopted.ts";
import { movesSecret } from "./moved-secrets.ts";
import { isProtected } from "./protected-settings.ts";
import { type Masking, showChange } from "./show-change.ts";

const known = "a-secret-that-is-known-here";
const masking: Masking = {
  mask: createMask([known]),
  fingerprint: () => "1a2b3c4d",
  knownPlaces: new Set(["/gateway/token"]),
};

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
  ["what follows an option", ["mcp", "servers", "x", "args"], ["-y", "--api-key", "opensesame"]],
  ["a header among arguments", ["mcp", "args"], ["--header", "Authorization: Bearer opensesame"]],
  ["a model's request", ["models", "providers", "p", "request", "auth", "value"], "opensesame"],
  ["a parameter of an address", ["mcp", "servers", "x", "url"], "https://x.test/sse?api_key=opensesame"],
  ["a channel's own key", ["channels", "feishu", "encryptKey"], "opensesame"],
  ["a service account", ["channels", "googlechat", "serviceAccount"], { client_email: "opensesame" }],
  ["a private key", ["ui", "text"], "-----BEGIN PRIVATE KEY-----\nopensesame\n-----END PRIVATE KEY-----"],
] as const)("shows %s only by its fingerprint", (_name, path, value) => {
  const shown = showChange({ path, was: value, is: value }, masking);
  expect(shown.isSecret).toBe(true);
  const text = JSON.stringify(shown);
  for (const secret of ["hunter2", "short", "12:ab", "whatever", "opensesame", known, "sk-abc"]) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('{"secret":"1a2b3c4d"}');
  expect(shownChangeSchema.parse(shown)).toEqual(shown);
});

const reference = { source: "file", provider: "bulkhead", id: "/gateway/token" };
const shownJson = (value: ShownValue | null) =>
  value?.map((part) => ("plain" in part ? part.plain : JSON.stringify(`secret ${part.secret}`))).join("") ??
  "null";

test.each([
  ["a reference to a file", ["gateway", "auth", "token"], reference],
  ["a reference to a variable", ["models", "apiKey"], `$${"{OPENAI_API_KEY}"}`],
  ["a plain setting", ["tools", "exec", "mode"], "full"],
  ["a number", ["gateway", "port"], 19_200],
  ["names of settings and plain words", ["channels"], { telegram: { dmPolicy: "pairing", enabled: true } }],
  ["a list", ["mcp", "servers", "x", "args"], ["-y", "crm-mcp", "--port", "8080"]],
  ["an address", ["models", "providers", "x", "baseUrl"], "http://127.0.0.1:11434/v1"],
])("shows %s as it is", (_name, path, is) => {
  const shown = showChange({ path, is }, masking);
  expect(shown).toMatchObject({ isSecret: false, was: null });
  expect(JSON.parse(shownJson(shown.is))).toEqual(is);
});

test("names no secret that stands where a reference has a name", () => {
  for (const is of [
    { source: "env", provider: "default", id: "TOKENVALUE0123456789ABCDEF" },
    { source: "file", provider: "opensesame-provider", id: "/gateway/token" },
    { source: "file", provider: "bulkhead", id: "/opensesame" },
    `$${"{OPENSESAME_AGENCY_2026}"}`,
  ]) {
    const shown = showChange({ path: ["gateway", "auth", "token"], is }, masking);
    expect(JSON.stringify(shown).toLowerCase()).not.toMatch(/tokenvalue|opensesame/);
    expect(shownChangeSchema.parse(shown)).toMatchObject({ isSecret: false });
  }
});

test("a name that a tenant chose can't make its edit unreadable", () => {
  for (const key of ["my.token.note", "a.env.b", "x.password"]) {
    for (const path of [[key], [key, "label"], ["plugins", "entries", key, "config", "label"]]) {
      const shown = showChange({ path, was: "one", is: ["two", "three"] }, masking);
      expect(shownChangeSchema.parse(shown)).toEqual(shown);
    }
  }
});

test("a value that is very long is cut, and no secret shows at the cut", () => {
  const is = Array.from({ length: 400 }, (_, index) =>
    index % 2 ? `Bearer ${known}${index}` : `word${index}`,
  );
  const shown = showChange({ path: ["tools", "list"], is }, masking);
  expect(shownJson(shown.is).length).toBeLessThan(4000);
  expect(JSON.stringify(shown)).not.toContain(known);
  expect(shownChangeSchema.parse(shown)).toEqual(shown);
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
