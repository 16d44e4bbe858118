import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
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

test("a guess at which something else answered is in doubt where as many connect as if it led there, and more", async () => {
  const gateway = createServer().listen(0, "127.0.0.1");
  await once(gateway, "listening");
  const { port } = gateway.address() as AddressInfo;
  const open: Socket[] = [];
  const knock = async () => {
    const socket = connect(port, "127.0.0.1");
    open.push(socket);
    await once(socket, "connect");
  };
  const crowded = {
    // Somebody else connects all the time, also while nobody knocks.
    hold: async ({ count }: { count: number }) => {
      for (let at = 0; at <= count; at += 1) await knock();
      return true;
    },
    letGo: async () => {
      for (const socket of open.splice(0)) socket.destroy();
    },
  } as unknown as RunnerSession;
  const busyTarget = { gateway: { pid: process.pid }, record: { basePort: port } } as unknown as Participant;
  const found = { door, routes: [], hints: [guess], canaries: [] };
  expect(await followTwice(crowded, found, [busyTarget])).toMatchObject({
    behind: [],
    doubtful: [busyTarget],
  });
  gateway.close();
});
