import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { knock } from "./knock.ts";
import { type Door, mostOpenDatagrams, mostOpenDoors, mostSockets } from "./protocol.ts";

const word = JSON.stringify({ ok: true });

async function listener(): Promise<Door> {
  const server = createServer((_, response) => response.end(word)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, "listening");
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port, what: "a listener" };
}

async function datagrams(): Promise<Door> {
  const socket = createSocket("udp4");
  socket.on("message", (_, from) => socket.send(word, from.port, from.address));
  socket.bind(0, "127.0.0.1");
  onTestFinished(() => void socket.close());
  await once(socket, "listening");
  return { host: "127.0.0.1", port: socket.address().port, what: "datagrams", isUdp: true };
}

const many = (count: number, make: () => Promise<Door>) => Promise.all(Array.from({ length: count }, make));
const nowhere = (count: number) => Array.from({ length: count }, (_, at) => `/nowhere/${at}.sock`);

test.each<[what: string, doors: () => Promise<Door[]>, sockets: string[], leftOut: string | null]>([
  ["nothing", async () => [await listener(), await datagrams()], nowhere(1), null],
  ["listeners", () => many(mostOpenDoors + 1, listener), [], "listeners"],
  ["datagrams", () => many(mostOpenDatagrams + 1, datagrams), [], "datagrams"],
  ["sockets", async () => [], nowhere(mostSockets + 1), "sockets"],
])("says that it left out %s", async (_, doors, sockets, leftOut) => {
  const order = { do: "knock", doors: await doors(), guesses: [], paths: ["/canary"] } as const;
  expect((await knock(order, sockets, "a canary")).leftOut).toBe(leftOut);
});
