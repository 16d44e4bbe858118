import { describe, expect, test } from "vitest";
import { searchInPieces } from "./search-in-pieces.ts";
import { isSearchable } from "./secret-forms.ts";
import { searchFor } from "./secret-search.ts";

const token = "tok/en+of:acme=9fK2_xQ7-vB4~LmZ0";
const other = "sk-another-1234567890abcdefghij";
const search = searchFor([other, token]);
const seen = (text: string | Buffer) => search.in(Buffer.from(text)).map(({ secret }) => secret);
const base64 = (text: string) => Buffer.from(text).toString("base64");
const escaped = [...token].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`).join("");
const everyByte = [...Buffer.from(token)].map((byte) => `%${byte.toString(16)}`).join("");
const wrapped = (text: string, width: number, by: string) =>
  (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join(by);

describe("finds a secret", () => {
  test.each([
    ["alone", token],
    ["in a sentence", `the peer's is ${token}, keep it`],
    ["behind a name that says nothing", `PEER=${token}\n`],
    ["with white space around it", ` \t${token} \r\n`],
    ["as a bearer", `Authorization: Bearer ${token}`],
    ["in base64", base64(token)],
    ["in base64 for addresses", Buffer.from(token).toString("base64url")],
    ["in base64 as a bearer", base64(`Bearer ${token}`)],
    ["in base64 with a name before it", base64(`user:${token}`)],
    ["in base64 of a whole file", base64(`{"gateway":{"token":"${token}"},"more":1}`)],
    ["in base64 that is wrapped", wrapped(base64(`${"x".repeat(41)}${token}${"y".repeat(90)}`), 76, "\n")],
    ["percent-encoded", encodeURIComponent(token)],
    [
      "percent-encoded with small digits",
      encodeURIComponent(token).replace(/%../g, (each) => each.toLowerCase()),
    ],
    ["percent-encoded whole", everyByte],
    ["percent-encoded base64", encodeURIComponent(base64(token))],
    ["in hexadecimal", Buffer.from(token).toString("hex")],
    ["in a dump of bytes", wrapped(wrapped(Buffer.from(token).toString("hex"), 2, " "), 48, "\n")],
    ["in JSON that escapes slashes", token.replaceAll("/", "\\/")],
    ["in JSON that escapes everything", escaped],
    ["in two bytes a character", Buffer.from(token, "utf16le")],
    ["in two bytes a character, the greater first", Buffer.from(token, "utf16le").swap16()],
    ["in base64 of two bytes a character", Buffer.from(`$t='${token}'`, "utf16le").toString("base64")],
    ["in HTML", `<code>${token.replaceAll("/", "&#x2F;").replaceAll("=", "&#61;")}</code>`],
    ["in numbers of HTML", [...token].map((sign) => `&#${sign.charCodeAt(0)};`).join("")],
    ["in numbers of XML", [...token].map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`).join("")],
    ["in escapes of a program", [...token].map((sign) => `\\x${sign.charCodeAt(0).toString(16)}`).join("")],
    ["in a mail", wrapped(token.replaceAll("=", "=3D"), 12, "=\r\n")],
    [
      "among bytes that are no text",
      Buffer.concat([Buffer.alloc(5000, 0xff), Buffer.from(token), Buffer.of(0, 1)]),
    ],
    ["broken into two lines", `${token.slice(0, 20)}\n    ${token.slice(20)}`],
    ["broken in JSON", `${token.slice(0, 20)}\\n${token.slice(20)}`],
  ])("%s", (_, text) => {
    expect(seen(text)).toEqual([1]);
  });

  test.each(Array.from({ length: 20 }, (_, at) => at))("wherever it begins: %i", (at) => {
    const [found] = search.in(Buffer.from(`${"-".repeat(at)}${token}`));
    expect(found).toEqual({ secret: 1, offset: at, encoding: "plain" });
  });

  test("of many lines, however these are broken", () => {
    const body = Buffer.from(Array.from({ length: 900 }, (_, at) => (at * 7919) % 251)).toString("base64");
    const key = `-----BEGIN PRIVATE KEY-----\n${wrapped(body, 64, "\n")}\n-----END PRIVATE KEY-----\n`;
    const one = searchFor([key]);
    for (const text of [key, JSON.stringify(key), wrapped(body, 76, "\r\n  "), body]) {
      expect(one.in(Buffer.from(text))).toHaveLength(1);
    }
  });

  test("of several words, with and without what is between them", () => {
    const words = searchFor(["Hu7 nok pE3 wix ra9 dol"]);
    expect(words.in(Buffer.from("it is Hu7 nok pE3 wix ra9 dol."))).toHaveLength(1);
    expect(words.in(Buffer.from("it is Hu7%20nok%20pE3%20wix%20ra9%20dol."))).toHaveLength(1);
  });

  test.each([
    [
      "HTML",
      (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
    ],
    ["an address", encodeURIComponent],
    ["nothing", (text: string) => text],
  ])("that has in it what %s writes otherwise", (_, write) => {
    const odd = searchFor(['x%25&amp;<"9f&K%41=3Dz']);
    expect(odd.in(Buffer.from(write('x%25&amp;<"9f&K%41=3Dz')))).toHaveLength(1);
  });

  test("as short as the shortest that is searched for", () => {
    expect(searchFor(["aB3$xY9!"]).in(Buffer.from("pin: aB3$xY9!"))).toHaveLength(1);
  });
});

test("finds each of several in one text once", () => {
  expect(seen(`${token} ${other} ${token}`).sort()).toEqual([0, 1]);
});

test.each([
  ["a beginning", token.slice(0, -1)],
  ["an end", token.slice(1)],
  ["another value of the same form", token.replace("9", "8")],
  ["nothing", ""],
  ["only a window of it", token.slice(0, 6)],
])("does not take %s for the whole", (_, text) => {
  expect(seen(text)).toEqual([]);
});

test.each([1, 7, 64, 4096])("finds one that is split between pieces of %i bytes", (size) => {
  const text = Buffer.from(`${"a".repeat(5000)}${token}${"b".repeat(300)}`);
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.subarray(at * size, (at + 1) * size),
  );
  const scan = searchInPieces(search);
  for (const piece of pieces) scan.push(piece);
  expect(scan.end()).toEqual([{ secret: 1, offset: 5000, encoding: "plain" }]);
});

test("searches for nothing where there is nothing to search for", () => {
  expect(searchFor([]).in(Buffer.from(token))).toEqual([]);
});

test.each([
  ["short", "aB3$xY9", false],
  ["all the same", "aaaaaaaaaaaaaaaaaaaa", false],
  ["a number", "1234567890", false],
  ["a word", "production", false],
  ["a common one", "changeme123", false],
  ["a placeholder", "password-1", false],
  ["a token", token, true],
  ["a short password", "aB3$xY9!", true],
  ["a bot's", "123456:shared-value", true],
])("says whether a value can be searched for: %s", (_, value, isOne) => {
  expect(isSearchable(value)).toBe(isOne);
});
