import { expect, it } from "vitest";
import { judgeSudo } from "./own-findings.ts";

it.each<[what: string, answer: Parameters<typeof judgeSudo>[0], outcome: string]>([
  [
    "gets through where it may run something",
    { code: 0, text: "User x may run the following commands on host:\n (ALL) ALL" },
    "reached",
  ],
  ["is closed where it wants a password", { code: 1, text: "sudo: a password is required\n" }, "refused"],
  [
    "is closed where nothing is allowed",
    { code: 0, text: "User x is not allowed to run sudo on host." },
    "refused",
  ],
  ["is not measured where it said nothing", { code: 1, text: "" }, "unmeasured"],
  ["is not measured where it did not end in time", { code: null, text: "" }, "unmeasured"],
  [
    "is not measured where it was ended in the middle",
    { code: null, text: "Matching Defaults" },
    "unmeasured",
  ],
])("sudo %s", (_, answer, outcome) => {
  expect(judgeSudo(answer).outcome).toBe(outcome);
});
