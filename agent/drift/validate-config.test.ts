import { expect, test } from "vitest";
import { withoutQuotes } from "./validate-config.ts";

test("an issue doesn't quote what stands at its place, also within a list or an object", () => {
  const config = {
    channels: { telegram: { dmPolicy: "opensesame" } },
    agents: { list: [{ name: "first" }, { model: { primary: "Kf83jsLq02mXbT" } }] },
  };
  const said = (path: string, message: string) => withoutQuotes({ path, message }, config).message;
  expect(said("channels.telegram.dmPolicy", 'expected "pairing", received "opensesame"')).toBe(
    'expected "pairing", received "[masked]"',
  );
  expect(said("agents.list.1.model", "Kf83jsLq02mXbT is no model")).toBe("[masked] is no model");
  expect(said("nothing.there", "must be a string")).toBe("must be a string");
  expect(said("", "the first must not be Kf83jsLq02mXbT")).toBe("the first must not be [masked]");
});
