import { expect, test } from "vitest";
import { inTurns } from "./routes-to.ts";

const at = (path: string) => ({ path, host: "127.0.0.1" });

test("the likeliest route of each tenant comes before the second of any", () => {
  expect(inTurns([[at("/a1"), at("/a2")], [], [at("/b1")]]).map(({ path }) => path)).toEqual([
    "/a1",
    "/b1",
    "/a2",
  ]);
  expect(inTurns([])).toEqual([]);
});
