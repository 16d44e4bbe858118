import { expect, it } from "vitest";
import { Turnstile, TurnstileFull } from "./turnstile.ts";

function gate() {
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const work = (name: string) => async () => {
    running += 1;
    most = Math.max(most, running);
    order.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
    return name;
  };
  return { order, work, most: () => most, end: () => ends.shift()?.() };
}

it("lets as much go on at once as it may, and refuses what is beyond the waiting list", async () => {
  const { work, most, end } = gate();
  const turnstile = new Turnstile({ atOnce: 2, waiting: 3 });
  const all = Array.from({ length: 8 }, (_, index) => turnstile.run(work(String(index))));
  const settled = Promise.allSettled(all);
  for (let index = 0; index < 5; index++) {
    await new Promise(setImmediate);
    end();
  }
  const results = await settled;
  expect(most()).toBe(2);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (const result of results.slice(5)) {
    expect(result).toMatchObject({ status: "rejected", reason: expect.any(TurnstileFull) });
  }
});

it("lets what goes first pass a full waiting list", async () => {
  const { order, work, end } = gate();
  const turnstile = new Turnstile({ atOnce: 1, waiting: 1 });
  const all = [turnstile.run(work("a")), turnstile.run(work("b"))];
  await expect(turnstile.run(work("c"))).rejects.toBeInstanceOf(TurnstileFull);
  all.push(turnstile.run(work("first"), { isFirst: true }));
  for (let index = 0; index < 3; index++) {
    await new Promise(setImmediate);
    end();
  }
  await Promise.all(all);
  expect(order).toEqual(["a", "first", "b"]);
});

it("goes on after work that failed", async () => {
  const turnstile = new Turnstile({ atOnce: 1, waiting: 0 });
  await expect(turnstile.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await turnstile.run(async () => "yes")).toBe("yes");
});
