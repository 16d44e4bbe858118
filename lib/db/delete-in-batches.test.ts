import { expect, it } from "vitest";
import { deleteInBatches } from "./delete-in-batches.ts";

const ids = Array.from({ length: 450 }, (_, at) => `id-${at}`);

it("deletes every row once, a few at a time, and counts those that were still there", async () => {
  const batches: string[][] = [];
  const count = await deleteInBatches(ids, new AbortController().signal, async (batch) => {
    batches.push(batch);
    return { count: batch.length - 1 };
  });
  expect(batches.flat()).toEqual(ids);
  expect(batches.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(count).toBe(447);
});

it("stops between two batches when it is told to", async () => {
  const stopping = new AbortController();
  const count = await deleteInBatches(ids, stopping.signal, async ({ length }) => {
    stopping.abort();
    return { count: length };
  });
  expect(count).toBe(200);
});
