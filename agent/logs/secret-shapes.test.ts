import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKeyGuard } from "#lib/domain/secrecy/secret-shapes.ts";
import { createMask } from "./mask-secrets.ts";

const mask = createMask([]);
const word = (length: number) =>
  randomBytes(length).toString("base64url").replace(/[-_]/g, "x").slice(0, length);
const hex = (length: number) => randomBytes(length).toString("hex").slice(0, length);

test.each([
  ["OpenAI", `sk-proj-${word(40)}`],
  ["Anthropic", `sk-ant-api03-${word(40)}`],
  ["OpenRouter", `sk-or-v1-${hex(64)}`],
  ["Stripe", `sk_live_${word(24)}`],
  ["Stripe, webhook", `whsec_${word(32)}`],
  ["Slack bot", `xoxb-1234567890-${word(24)}`],
  ["Slack app", `xapp-1-A0123-${word(20)}`],
  ["Slack, configuration", `xoxe.xoxp-1-${word(30)}`],
  ["GitHub", `ghp_${word(36)}`],
  ["GitHub, fine-grained", `github_pat_11ABC_${word(40)}`],
  ["GitLab", `glpat-${word(20)}`],
  ["Google", `AIza${word(35)}`],
  ["Google OAuth", `ya29.${word(40)}`],
  ["Google client", `GOCSPX-${word(28)}`],
  ["AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["Hugging Face", `hf_1${word(33)}`],
  ["Groq", `gsk_1${word(50)}`],
  ["NVIDIA", `nvapi-1${word(60)}`],
  ["xAI", `xai-1${word(60)}`],
  ["Perplexity", `pplx-1${word(40)}`],
  ["Tavily", `tvly-1${word(30)}`],
  ["npm", `npm_1${word(35)}`],
  ["SendGrid", `SG.${word(22)}.${word(43)}`],
  ["Mailgun", `key-${hex(32)}`],
  ["Twilio", `SK${hex(32)}`],
  ["Atlassian", `ATATT3xFfGF0${word(40)}`],
  ["Vault", `hvs.${word(30)}`],
  ["Facebook", `EAA${word(60)}`],
  ["Matrix", `syt_${word(20)}_${word(20)}`],
  ["age", `AGE-SECRET-KEY-1${"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2)}`],
  ["Discord", `MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.${word(38)}`],
  ["Telegram", `123456789:${word(35)}`],
  ["a JSON web token", `eyJ${word(20)}.eyJ${word(30)}.${word(40)}`],
])("%s: its token is masked wherever it stands", (_whose, token) => {
  for (const [before, after] of [
    ["", ""],
    ["key ", " is wrong"],
    ['{"key":"', '"}'],
    ["x=", "&y=1"],
    ["(", ")"],
    ["    at https://example.com/?q=", ":12:3"],
  ]) {
    expect(mask(`${before}${token}${after}`)).not.toContain(token.slice(4, 24));
  }
});

test.each([
  ["Authorization: Basic dXNlcjpwYXNzd29yZA==", "Authorization: Basic [masked]"],
  ["postgres://me:hunter2@db/x", "postgres://me:[masked]@db/x"],
  ["https://hooks.slack.com/services/T0/B0/abcdefgh", "https://hooks.slack.com/services/[masked]"],
  ["https://discord.com/api/webhooks/123/abcdefgh", "https://discord.com/api/webhooks/[masked]"],
  [
    "https://api.telegram.org/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/getMe",
    "https://api.telegram.org/bot[masked]/getMe",
  ],
  ["GET /x?key=abcdefgh12&z=1", "GET /x?key=[masked]&z=1"],
  ['{"botToken":"two words here"}', '{"botToken":"[masked]"}'],
  [String.raw`{\"password\":\"abcdefgh1234\"}`, String.raw`{\"password\":\"[masked]\"}`],
  [
    String.raw`key "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----\n" end`,
    String.raw`key "-----BEGIN RSA PRIVATE KEY-----[masked]-----END RSA PRIVATE KEY-----\n" end`,
  ],
  ["-----BEGIN PRIVATE KEY----- MIIabc", "-----BEGIN PRIVATE KEY-----[masked]"],
])("%s", (line, expected) => {
  expect(mask(line)).toBe(expected);
});

test.each([
  "channels: telegram is in production at localhost:8080, ready: true",
  "token authentication failed, basic authentication is off, bearer authentication too",
  "re-authentication-is-required-for-this-account",
  "secret_management_is_configured_elsewhere",
  "at Object.<anonymous> (/opt/app/node_modules/openclaw/dist/gateway-server.js:120:15)",
  "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "listening on ws://127.0.0.1:19200, pid 12345, 2026-01-01T00:00:00.000Z",
])("leaves readable: %s", (line) => {
  expect(mask(line)).toBe(line);
});

test("masks the lines of a private key until its end, and no more when it has none", () => {
  const guard = createKeyGuard();
  expect(
    ["a", "x -----BEGIN EC PRIVATE KEY-----", "MIIa", "b", "-----END EC PRIVATE KEY-----", "c"].map(guard),
  ).toEqual([false, false, true, true, false, false]);
  guard("-----BEGIN PRIVATE KEY-----");
  expect(Array.from({ length: 300 }, () => guard("endless")).filter(Boolean)).toHaveLength(200);
});

test("nothing that a terminal or a browser would obey is left", () => {
  expect(
    mask(
      "\u001b]8;;http://x\u0007link\u001b]8;;\u001b\\ \u001b[2J\u009b31mred\u0000\u0007\b\u202e\u2066x\ud800y",
    ),
  ).toBe("link redxy");
});

test("a secret with colours in it is masked", () => {
  expect(createMask(["k3Jx9QmZ2vT7"])("a k3Jx9\u001b[31mQmZ2\u001b[0mvT7 b")).toBe("a [masked] b");
});
