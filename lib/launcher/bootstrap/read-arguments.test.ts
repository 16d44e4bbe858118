import { describe, expect, it } from "vitest";
import { readArguments } from "./read-arguments.mjs";

describe("readArguments", () => {
  it.each([
    [["start"], []],
    [["start", "--yes"], ["--yes"]],
    [["self-test", "--gateways"], ["--gateways"]],
    [["bench", "lists"], ["lists"]],
  ])("takes %j", (words, args) => expect(readArguments(words)).toEqual({ command: words[0], args }));

  it.each([
    ["start", "--yess"],
    ["start", "now"],
    ["start", "--gateways"],
    ["start", "--yes", "-v"],
    ["start", "toString"],
    ["down", "--yes"],
  ])("refuses %j %j, naming it and the options there are", (...words) => {
    const unknown = words.at(-1) ?? "";
    expect(() => readArguments(words)).toThrow(`"${unknown}" isn't an option of \`npm`);
    expect(() => readArguments(words)).toThrow(
      expect.objectContaining({ nextStep: expect.stringContaining("--help") }),
    );
  });

  it.each([["fly"], [], ["constructor"]])("names the commands there are instead of %j", (...words) => {
    expect(() => readArguments(words)).toThrow(
      expect.objectContaining({
        nextStep:
          "Use one of: start, install-service, down, dev, test, verify, bench, owner-password, self-test.",
      }),
    );
  });

  it("explains a command, whatever else is asked", () => {
    const { help } = readArguments(["start", "--nonsense", "--help"]) as { help: string };
    expect(help).toContain("npm start starts Bulkhead");
    expect(help).toContain("--yes");
    expect(help).toContain("BULKHEAD_URL");
  });
});
