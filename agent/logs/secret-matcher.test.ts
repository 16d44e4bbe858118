import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createMask } from "./mask-secrets.ts";
import { createSecretMatcher, maxMatcherBytes } from "./secret-matcher.ts";
import { secretSpellings } from "./secret-spellings.ts";

const find = (values: string[], text: string) => createSecretMatcher(values).find(Buffer.from(text));

test.each<[string[], string, [number, number][]]>([
  [["abcd"], "xxabcdxx", [[2, 6]]],
  [["abcd", "bc"], "abcd", [[0, 4]]],
  [["abcx", "bc"], "abcd", [[1, 3]]],
  [["aab", "abc"], "aaabcz", [[1, 5]]],
  [["aa"], "aaaaa", [[0, 5]]],
  [["ab"], "abab", [[0, 4]]],
  [["é"], "aéa", [[1, 3]]],
  [[], "text", []],
  [[""], "text", []],
])("finds %j in %s", (values, text, spans) => {
  expect(find(values, text)).toEqual(spans);
});

test("takes a fixed number of steps a byte, whatever the values and the text", () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `value${index.toString(36).padStart(4, "0")}`);
  const alike = Array.from({ length: 900 }, (_, index) => `${"a".repeat(999 - index)}b`);
  for (const values of [many, alike]) {
    const matcher = createSecretMatcher(values);
    const valueBytes = values.reduce((sum, value) => sum + value.length, 0);
    expect(matcher.steps()).toBeLessThanOrEqual(4 * valueBytes);
    const built = matcher.steps();
    const text = Buffer.from("a".repeat(500_000) + "valuevalue".repeat(50_000));
    matcher.find(text);
    expect(matcher.steps() - built).toBeLessThanOrEqual(2 * text.length);
  }
});

test("holds no more than it may, the plain spellings first", () => {
  const secrets = Array.from({ length: 3000 }, () => randomBytes(300).toString("base64url"));
  const spellings = secretSpellings(secrets);
  expect(spellings.reduce((sum, each) => sum + each.length, 0)).toBeGreaterThan(maxMatcherBytes);
  const mask = createMask(secrets);
  expect(mask(`first ${secrets[0]} last ${secrets.at(-1)}`)).toBe("first [masked] last [masked]");
});

const secret = 'k3Jx9"QmZ2+vT/7 é';
const encoded = (before: string) => Buffer.from(`${before}${secret}${before}`).toString("base64");
test.each([
  ["as it is", `a ${secret} b`],
  ["in JSON", JSON.stringify({ a: secret })],
  ["in JSON in JSON", JSON.stringify(JSON.stringify({ a: secret }))],
  ["in an address", `x=${encodeURIComponent(secret)}`],
  [
    "in an address, in lower case",
    `x=${encodeURIComponent(secret).toLowerCase().replace("k3jx9", "k3Jx9").replace("qmz2", "QmZ2").replace("vt", "vT")}`,
  ],
  ["in a form", new URLSearchParams({ x: secret }).toString()],
  ["in base64", encoded("")],
  ["in base64 after one character", encoded("u")],
  ["in base64 after a name", encoded("me:")],
  ["in base64 after two characters", encoded("ab")],
  ["in base64url", Buffer.from(secret).toString("base64url")],
])("a secret %s is masked", (_how, line) => {
  const shown = createMask([secret])(line);
  expect(shown).toContain("[masked]");
  for (const part of ["k3Jx9", "QmZ2", "vT", Buffer.from(secret).toString("base64").slice(4, 12)]) {
    expect(shown).not.toContain(part);
  }
});
