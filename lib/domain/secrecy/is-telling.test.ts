import { expect, test } from "vitest";
import { isBlob, isTelling } from "./is-telling.ts";

test.each([
  "channels",
  "telegram",
  "production",
  "development",
  "true",
  "disabled",
  "password",
  "localhost:8080",
  "127.0.0.1:18789",
  "gateway",
  "openclaw-gateway",
  "https://api.telegram.org",
  "https://example.com/v1/chat/completions",
  "wss://gateway.discord.gg/",
  "ops@example.com",
  "first.last@mail.example.org",
  "api.openai.com",
  "/var/lib/bulkhead/tenants/acme/logs",
  "2026-01-01T00:00:00.000Z",
  "2026-01-01",
  "2026.9.6",
  "-1001234567890",
  "123456789012345678",
  "aaaaaaaaaaaaaaaa",
  "********",
  "undefined",
  "short1!",
])("leaves %s readable", (value) => {
  expect(isTelling(value)).toBe(false);
});

test.each([
  "correct-horse-battery",
  'pa"ss w0rd/1',
  "Tr0ub4dor&3",
  "abcd efgh ijkl mnop",
  "xqvrtkzpwmbd",
  "0123456789abcdef0123456789abcdef",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
  "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  "Zm9vYmFyYmF6cXV4MTIz",
  "123456789:AAF3k9vQm2XcYp7Wb1Zt8Rd5Ns0Lu6Je4Hg",
  "sk-ant-api03-Rk9vQm2XcYp7Wb1Zt8Rd5Ns0",
  "https://hooks.slack.com/services/T01ABCDEF/B02GHIJKL/x9Yz8Wv7Ut6Sr5Qp4On3Ml2K",
  "postgres://bulkhead:k3Jx9QmZ2vT7@db.example.com/main",
  "xoxb-1234567890-abcdefABCDEF",
  "hX7!pQ2@zL9#",
  "пароль-очень-длинный-секрет",
])("masks %s", (value) => {
  expect(isTelling(value)).toBe(true);
});

test.each<[boolean, string]>([
  [true, "9fK2xQ7vB4LmZ0tR8wYcd3"],
  [true, "/hooks/9fK2xQ7vB4LmZ0tR8wYcd3"],
  [false, "/tmp/work-vlhDGo/tenants/acme-vlhdgo/workspace"],
  [false, "/opt/agency/tenants/x7f9k2qq/workspace"],
])("says %s of a long run as in %s", (is, text) => {
  expect(isBlob(text)).toBe(is);
});
