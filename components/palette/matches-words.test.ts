import { expect, it } from "vitest";
import { matchesWords } from "./matches-words.ts";

it.each([
  ["", true],
  ["acme", true],
  ["support ACM", true],
  ["cafe", true],
  ["acme sales", false],
])("finds “Acme Support Café” by %j: %s", (search, isFound) => {
  expect(matchesWords(search, ["Acme Support", "Café"])).toBe(isFound);
});
