import { describe, expect, test } from "vitest";
import { parseDotenv } from "./parse-dotenv.ts";
import { isTooDeep, Unreadable } from "./protocol.ts";
import { readConfigText, readJsonText } from "./read-json.ts";
import { profilesOf } from "./sign-ins.ts";

describe("a configuration", () => {
  test("is read as OpenClaw does, comments and all", () => {
    expect(readConfigText("{ // why\n gateway: { port: 19200, }, }")).toEqual({ gateway: { port: 19200 } });
  });

  test("is not quoted when it is damaged", () => {
    expect(() => readConfigText('{ "token": hush }')).toThrow(/^it is not valid JSON5 \(at 1:12\)$/);
  });

  test.each([100_000, 1_000_000])("of %i levels is refused, whole and cut off", (levels) => {
    const whole = "[".repeat(levels) + "]".repeat(levels);
    expect(() => readConfigText(whole)).toThrow("nested too deeply");
    expect(() => readJsonText(whole)).toThrow("nested too deeply");
    expect(() => readConfigText("[".repeat(levels))).toThrow("not valid JSON5");
  });

  test("has a key __proto__ as an entry like any other", () => {
    const value = readConfigText('{ "__proto__": { polluted: true } }');
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
    expect(value).not.toHaveProperty("polluted");
  });
});

test("tells how deep a value is without going down into it", () => {
  let value: unknown = 1;
  for (let level = 0; level < 1_000_000; level += 1) value = [value];
  expect(isTooDeep(value)).toBe(true);
  expect(isTooDeep({ a: [{ b: {} }] })).toBe(false);
});

describe("dotenv", () => {
  test("is read as OpenClaw does, the last of a name", () => {
    const text =
      "# no\nA=0\nA=1\nexport B='two words' # x\nC=three # x\nD=a#b\nE=''\nbad line\nF = \"x\" \n" +
      'G="one\\ntwo"\nH: yaml\nI=`a\n#b`\nJ="a#b"\nK=\n\nL=\'it\\\'s\'\nM.N=1\n';
    expect(Object.fromEntries(parseDotenv(text))).toEqual({
      A: "1",
      B: "two words",
      C: "three",
      D: "a",
      E: "",
      F: "x",
      G: "one\ntwo",
      H: "yaml",
      I: "a\n#b",
      J: "a#b",
      K: "",
      L: "it\\'s",
      "M.N": "1",
    });
  });

  test("with a line of spaces, or many empty ones, is read in no time", () => {
    const spaces = " ".repeat(200_000);
    expect(parseDotenv(`A=1${spaces}2\nB=${spaces}\n${spaces}C=3${spaces}#${spaces}x`)).toEqual([
      ["A", `1${spaces}2`],
      ["B", ""],
      ["C", "3"],
    ]);
    expect(parseDotenv("export".repeat(100_000))).toEqual([]);
    expect(parseDotenv(`A=1${"\n".repeat(1_000_000)}B=2`)).toEqual([
      ["A", "1"],
      ["B", "2"],
    ]);
  });

  test("with too many entries is refused", () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `N${index}=1`).join("\n");
    expect(() => parseDotenv(lines)).toThrow(Unreadable);
  });
});

test("reads keys, tokens and the lasting part of an OAuth sign-in", () => {
  const profiles = {
    "openai:manual": { type: "api_key", key: "k" },
    "github:one": { type: "token", token: "t" },
    "claude:me": { type: "oauth", access: "a", refresh: "r" },
    "empty:one": { type: "api_key" },
  };
  expect(profilesOf(JSON.stringify({ version: 1, profiles })).map(([, secret]) => secret)).toEqual([
    "k",
    "t",
    "r",
  ]);
});
