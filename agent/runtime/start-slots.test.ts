import { expect, test } from "vitest";
import { createStartSlots } from "./start-slots.ts";

const never = new AbortController().signal;

test("lets the next one in, in order, when a slot is given back", async () => {
  const slots = createStartSlots(1);
  const order: string[] = [];
  const release = await slots.take(never);
  expect(slots.isFull()).toBe(true);
  const pass = async (name: string) => {
    const done = await slots.take(never);
    order.push(name);
    done();
  };
  const others = Promise.all([pass("second"), pass("third")]);
  release();
  release();
  await others;
  expect(order).toEqual(["second", "third"]);
  expect(slots.isFull()).toBe(false);
});

test("one who gives up waiting takes no slot", async () => {
  const slots = createStartSlots(1);
  const release = await slots.take(never);
  const leaving = new AbortController();
  const left = expect(slots.take(leaving.signal)).rejects.toThrow("enough");
  leaving.abort(new Error("enough"));
  await left;
  release();
  expect(slots.isFull()).toBe(false);
});
