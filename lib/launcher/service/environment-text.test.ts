import { expect, it } from "vitest";
import { environmentText } from "./environment-text.ts";

it("writes each variable that is set on a line of its own", () => {
  expect(environmentText({ PORT: "3000", TZ: undefined, EMPTY: "" })).toBe('PORT="3000"\nEMPTY=""\n');
});

it("lets no character of a value mean anything", () => {
  expect(environmentText({ URL: 'a "b" \\ $c `d` # ; e' })).toBe('URL="a \\"b\\" \\\\ \\$c \\`d\\` # ; e"\n');
});

it("names a variable with a line break in it, and not its value", () => {
  const write = () => environmentText({ DATABASE_URL: "secret\nPATH=/tmp" });
  expect(write).toThrow("DATABASE_URL has a line break");
  expect(write).not.toThrow("secret");
});
