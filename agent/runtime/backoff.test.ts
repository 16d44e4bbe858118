import { expect, test } from "vitest";
import { afterDeath, type DeathHistory } from "./backoff.ts";
import { defaultTimings } from "./supervisor-timings.ts";

test("waits longer after each quick death and gives up at the sixth", () => {
  let history: DeathHistory = [];
  const outcomes = Array.from({ length: 6 }, (_, index) => {
    const outcome = afterDeath(history, { atMs: index * 1000, aliveMs: 500 }, defaultTimings);
    history = outcome.history;
    return outcome.kind === "retry" ? outcome.delayMs : "hold";
  });
  expect(outcomes).toEqual([1000, 2000, 4000, 8000, 16_000, "hold"]);
});

test("never waits longer than a minute", () => {
  const limits = { ...defaultTimings, deathLimit: 100 };
  const history = Array.from({ length: 20 }, (_, index) => index);
  expect(afterDeath(history, { atMs: 30, aliveMs: 1 }, limits)).toMatchObject({ delayMs: 60_000 });
});

test("forgets earlier deaths after five healthy minutes", () => {
  const outcome = afterDeath([1, 2, 3, 4, 5], { atMs: 400_000, aliveMs: 300_000 }, defaultTimings);
  expect(outcome).toEqual({ kind: "retry", delayMs: 1000, history: [400_000] });
});

test("forgets deaths that lie more than ten minutes back", () => {
  const outcome = afterDeath([1, 2, 3, 4, 5], { atMs: 700_000, aliveMs: 60_000 }, defaultTimings);
  expect(outcome.kind).toBe("retry");
});
