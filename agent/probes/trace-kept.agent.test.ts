import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Participant } from "./participant.ts";
import { plainRoute } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";
import { traceKept } from "./trace-kept.ts";

const door = { host: "127.0.0.1", port: 1, what: "a proxy" };
let gateway: Server;
let target: Participant;
const taken: Socket[] = [];
const made: Socket[] = [];
let chatter: NodeJS.Timeout | undefined;

beforeEach(async () => {
  gateway = createServer((socket) => void taken.push(socket.resume())).listen(0, "127.0.0.1");
  await once(gateway, "listening");
  const { port } = gateway.address() as AddressInfo;
  target = { gateway: { pid: process.pid }, record: { basePort: port } } as unknown as Participant;
});
afterEach(() => {
  clearInterval(chatter);
  for (const socket of [...made.splice(0), ...taken.splice(0)]) socket.destroy();
  gateway.close();
});

async function open(): Promise<Socket> {
  const socket = connect(target.record.basePort, "127.0.0.1");
  made.push(socket);
  await once(socket, "connect");
  return socket;
}

/** A proxy that passes each question on by the next of the connections that it keeps; by none, it leads nowhere. */
function proxyOver(kept: readonly Socket[]): RunnerSession {
  let next = 0;
  return {
    async hold() {
      const socket = kept[next++ % kept.length];
      if (socket !== undefined) await new Promise((sent) => socket.write("question", sent));
      return true;
    },
    async letGo() {},
  } as unknown as RunnerSession;
}

const trace = (kept: readonly Socket[]) => traceKept(proxyOver(kept), door, [plainRoute], [target]);

test.each([1, 2])("a proxy that keeps %d connections leads to the Gateway", async (count) => {
  const kept = await Promise.all(Array.from({ length: count }, open));
  expect(await trace(kept)).toEqual([target]);
});

test("others who connect and ask all the time hide no such proxy", async () => {
  const kept = [await open()];
  chatter = setInterval(() => void open().then((socket) => socket.write("somebody else")), 2);
  expect(await trace(kept)).toEqual([target]);
});

test("others who talk all the time on a connection that stands are taken for no proxy", async () => {
  const talking = await open();
  chatter = setInterval(() => talking.write("somebody else"), 1);
  expect(await trace([])).toEqual([]);
});
