import { expect, test } from "vitest";
import { followTwice } from "./follow-door.ts";
import type { Participant } from "./participant.ts";
import type { RunnerSession } from "./runner-session.ts";

/** A runner on a host so busy that none of its connections come about in time. */
const busy = { hold: async () => false, letGo: async () => {} } as unknown as RunnerSession;
const target = {
  gateway: { pid: process.pid },
  record: { basePort: 1 },
} as unknown as Participant;
const door = { host: "127.0.0.1", port: 1, what: "a proxy" };
const guess = { path: "/acme/healthz", host: "127.0.0.1" };

test("a guess at which a Gateway answered stays in doubt where it can't be traced", async () => {
  const found = { door, routes: [guess], hints: [], canaries: [] };
  expect(await followTwice(busy, found, [target])).toEqual({ leads: [], behind: [], doubtful: [target] });
});

test("a guess at which something else answered is no doubt", async () => {
  const found = { door, routes: [], hints: [guess], canaries: [] };
  expect(await followTwice(busy, found, [target])).toEqual({ leads: [], behind: [], doubtful: [] });
});
