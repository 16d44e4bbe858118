import { expect, test } from "vitest";
import { channelCatalogue } from "./catalogue.ts";
import { channelFields, findFieldProblems, findPeerProblem } from "./channel-field.ts";
import { channelKinds, isForeign } from "./channel-kind.ts";
import { channelSettingSchema, channelSettingsSchema } from "./channel-setting.ts";
import { exposureOf } from "./exposure.ts";
import { isSecretOf, settingFormOf, settingValue } from "./setting-form.ts";

const token = `123456789:${"A".repeat(35)}`;

test.each([
  ["telegram", { botToken: token }],
  ["slack", { botToken: `xoxb-${"1".repeat(24)}`, appToken: `xapp-${"1".repeat(24)}` }],
  ["slack", { mode: "http", botToken: `xoxb-${"1".repeat(24)}`, signingSecret: "0a".repeat(16) }],
  ["discord", { token: `${"a".repeat(24)}.${"b".repeat(6)}.${"c".repeat(30)}` }],
  ["whatsapp", {}],
] as const)("takes what %s gives out", (kind, values) => {
  expect(findFieldProblems(kind, values)).toEqual({});
});

test.each([
  ["telegram", { botToken: "hello" }, "botToken"],
  ["telegram", {}, "botToken"],
  ["slack", { botToken: `xoxp-${"1".repeat(24)}`, appToken: `xapp-${"1".repeat(24)}` }, "botToken"],
  ["slack", { botToken: `xoxb-${"1".repeat(24)}` }, "appToken"],
  ["slack", { mode: "http", botToken: `xoxb-${"1".repeat(24)}` }, "signingSecret"],
  ["telegram", { botToken: token, errorPolicy: "sometimes" }, "errorPolicy"],
  ["telegram", { botToken: token, historyLimit: "many" }, "historyLimit"],
  ["telegram", { botToken: token, tokenFile: "/etc/shadow" }, "tokenFile"],
  ["discord", { token: "a.b.c" }, "token"],
  ["matrix", { homeserver: "matrix.example.org", accessToken: "x" }, "homeserver"],
] as const)("says what is wrong with a value of %s: %o", (kind, values, field) => {
  expect(Object.keys(findFieldProblems(kind, values))).toEqual([field]);
});

test("asks no secret again that is kept", () => {
  expect(findFieldProblems("telegram", {}, ["botToken"])).toEqual({});
});

test("never repeats a typed secret in what it says about it", () => {
  const typed = "almost-a-token";
  expect(JSON.stringify(findFieldProblems("telegram", { botToken: typed }))).not.toContain(typed);
});

test.each(channelKinds)("lets nobody name a file, a program or a way around a guard for %s", (kind) => {
  for (const key of Object.keys(channelCatalogue[kind].settings ?? {})) {
    expect(key.replace("webhookPath", "")).not.toMatch(
      /(^file|File)$|[pP]ath$|Dir$|[cC]ommand|[eE]xec|^dangerously/,
    );
  }
  for (const key of ["tokenFile", "cliPath", "accounts", "dangerouslyAllowNameMatching"]) {
    expect(settingFormOf(kind, key)).toBeNull();
  }
  // Where the form asks who may write, nothing else says it.
  if (!isForeign(kind)) expect(settingFormOf(kind, "dmPolicy")).toBeNull();
});

test.each(channelKinds)("asks for nothing of %s that OpenClaw doesn't know", (kind) => {
  for (const { key, isSecret } of channelFields(kind)) {
    expect(isSecret ? isSecretOf(kind, key) : settingFormOf(kind, key)).toBeTruthy();
  }
});

test("gives values the form that OpenClaw wants", () => {
  expect(settingValue("irc", "port", "6697")).toBe(6697);
  expect(settingValue("irc", "tls", "true")).toBe(true);
  expect(settingValue("irc", "channels", "#help, #sales")).toEqual(["#help", "#sales"]);
});

test("counts everybody in where a channel can't keep anybody out", () => {
  const closed = { dmPolicy: "pairing", groupPolicy: "allowlist" } as const;
  expect(exposureOf({ kind: "telegram", ...closed })).toEqual(closed);
  expect(exposureOf({ kind: "raft", ...closed }).dmPolicy).toBe("open");
  expect(exposureOf({ kind: "qqbot", ...closed }).dmPolicy).toBe("open");
});

test.each([
  ["a setting that is not asked for", { kind: "telegram", options: { tokenFile: "/etc/shadow" } }],
  ["a secret that the channel doesn't have", { kind: "telegram", secrets: ["appToken"] }],
  ["a secret among the settings", { kind: "telegram", options: { botToken: token } }],
  ["a secret among the settings of another one's plugin", { kind: "wecom", options: { secret: "x" } }],
  ["a channel whose secrets OpenClaw takes in plain text", { kind: "twitch" }],
  ["an allowlist of nobody", { kind: "telegram", dmPolicy: "allowlist" }],
  ["a second account where there is one only", { kind: "msteams", accountId: "other" }],
])("refuses %s", (_name, input) => {
  expect(channelSettingSchema.safeParse(input).success).toBe(false);
});

test("refuses an account that is named twice", () => {
  expect(channelSettingsSchema.safeParse([{ kind: "telegram" }, { kind: "telegram" }]).success).toBe(false);
  expect(
    channelSettingsSchema.safeParse([{ kind: "telegram" }, { kind: "telegram", accountId: "two" }]).success,
  ).toBe(true);
});

test.each([
  ["telegram", ["123456789"], null],
  ["telegram", ["123456789", "@somebody"], "@somebody: Use numeric user IDs, not names."],
  ["whatsapp", ["+15551234567"], null],
  ["whatsapp", ["5551234567"], "5551234567: Use a number such as +15551234567."],
  ["irc", ["somebody"], null],
] as const)("says which person of %s is named wrongly: %o", (kind, peers, problem) => {
  expect(findPeerProblem(kind, peers)).toBe(problem);
});
