import { expect, test } from "vitest";
import { createMask } from "./mask-secrets.ts";

test("masks known secrets however they are written", () => {
  const mask = createMask(['pa"ss w0rd/1', "short"]);
  expect(mask('a pa"ss w0rd/1 b')).toBe("a [masked] b");
  expect(mask(JSON.stringify({ a: 'pa"ss w0rd/1' }))).toBe('{"a":"[masked]"}');
  expect(mask(`q=${encodeURIComponent('pa"ss w0rd/1')}`)).toBe("q=[masked]");
  expect(mask("short")).toBe("short");
});

test("masks each line of a secret of several lines", () => {
  const mask = createMask(["-----BEGIN KEY-----\nMIIabcdefgh\n-----END KEY-----"]);
  expect(mask("found MIIabcdefgh here")).toBe("found [masked] here");
});

test.each([
  ["key sk-abcdefghijklmnop1234", "key [masked]"],
  ["Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer [masked]"],
  ["bot 123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "bot [masked]"],
  ['{"token":"abcdefgh1234"}', '{"token":"[masked]"}'],
  ["slack xoxb-1234567890-abcdef", "slack [masked]"],
  ["listening on ws://127.0.0.1:19200", "listening on ws://127.0.0.1:19200"],
])("%s", (line, expected) => {
  expect(createMask([])(line)).toBe(expected);
});

test("removes colours and cuts lines that are too long", () => {
  expect(createMask([])("\u001b[31mred\u001b[0m\r")).toBe("red");
  expect(createMask([])("x".repeat(10_000))).toHaveLength(4001);
});
