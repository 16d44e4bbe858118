import { expect, test } from "vitest";
import { createMask } from "#agent/logs/mask-secrets.ts";
import { diffConfig } from "./diff-config.ts";
import { keepAdopted } from "./keep-adopted.ts";
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
