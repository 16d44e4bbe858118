import { describe, expect, test } from "vitest";
import { withConfigVariables, withDotenv } from "./config-variables.ts";
import { substitute, substituteVariables } from "./substitute-variables.ts";

const of = (name: string) => `\${${name}}`;

describe("variables in a configuration", () => {
  const variables = { WORD: "open", NAME: of("WORD"), EMPTY: "" };
  test.each([
    ["a whole text", of("WORD"), "open"],
    ["a part of a text", `is ${of("WORD")}, ${of("WORD")}`, "is open, open"],
    ["nothing in small letters", of("word"), of("word")],
    ["nothing without braces", "$WORD", "$WORD"],
    ["the text itself where it is escaped", `$${of("WORD")}`, of("WORD")],
    ["one of two signs before an escape", `$$${of("WORD")}`, `$${of("WORD")}`],
    ["nothing that is not closed", "${WORD", "${WORD"],
    ["what a variable holds as it is", of("NAME"), of("WORD")],
    ["the name where it is empty", of("EMPTY"), of("EMPTY")],
    ["the name where there is none", of("NONE"), of("NONE")],
    ["nothing of an object's own kind", of("CONSTRUCTOR"), of("CONSTRUCTOR")],
  ])("are put in their places: %s", (_, text, expected) => {
    const done = substituteVariables({ list: [{ text }] }, variables);
    expect(done).toMatchObject({ problem: null, config: { list: [{ text: expected }] } });
  });

  test("that have no value are named with their settings", () => {
    const done = substituteVariables(
      { channels: { a: [of("NONE"), of("WORD")] }, [of("KEY")]: 1 },
      variables,
    );
    expect(done).toMatchObject({
      missing: [{ setting: "channels.a.0", name: "NONE", isHidden: false }],
      config: { [of("KEY")]: 1 },
    });
  });

  test("whose value a setting must not get stay as they stand there", () => {
    const config = { a: `${of("WORD")} ${of("X")}`, b: of("WORD") };
    const hides = (name: string, setting: string) => name === "WORD" && setting === "a";
    expect(substituteVariables(config, { ...variables, X: "x" }, hides)).toMatchObject({
      config: { a: `${of("WORD")} x`, b: "open" },
      missing: [{ setting: "a", name: "WORD", isHidden: true }],
    });
  });

  test("fill no memory, however often a long one is named", () => {
    const long = { LONG: "x".repeat(1_000_000) };
    const texts = Array.from({ length: 1000 }, () => of("LONG").repeat(1000));
    expect(substituteVariables({ texts }, long)).toEqual({ problem: "becomes too long with its variables" });
    expect(substitute(of("LONG").repeat(100_000), long, 5000)).toBeNull();
  });
});

describe("where a variable comes from", () => {
  const config = {
    env: {
      A: "config",
      B: "config",
      C: of("A"),
      shellEnv: { enabled: true },
      vars: { A: "vars", D: "vars", "no name": "x", OPENCLAW_INCLUDE_ROOTS: "/" },
    },
  };
  const variables = withConfigVariables(
    withDotenv({ B: "", P: "process" }, [
      [
        ["P", "file"],
        ["E", "first"],
        ["with.dot", "x"],
      ],
      [["E", "second"]],
    ]),
    config,
  );
  test("is the process, then a dotenv file, then the configuration", () => {
    expect(variables).toEqual({ P: "process", E: "first", A: "config", B: "config", D: "vars" });
  });
});
