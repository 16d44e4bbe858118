import { expect, test } from "vitest";
import { mapLimited } from "./map-limited.ts";

test("maps in order, with no more at work at once than it may", async () => {
  let [working, most] = [0, 0];
  const double = async (value: number) => {
    working += 1;
    most = Math.max(most, working);
    // The later it begins, the sooner it is ready.
    for (let turn = value; turn < 6; turn += 1) await Promise.resolve();
    working -= 1;
    return value * 2;
  };
  expect(await mapLimited([1, 2, 3, 4, 5], 2, double)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
});

test("begins nothing more once one has failed", async () => {
  const begun: number[] = [];
  const first = Promise.withResolvers<void>();
  const work = async (value: number) => {
    begun.push(value);
    if (value === 1) await first.promise;
    if (value === 2) throw new Error("broken off");
  };
  await expect(mapLimited([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow("broken off");
  first.resolve();
  await new Promise(setImmediate);
  expect(begun).toEqual([1, 2]);
});
