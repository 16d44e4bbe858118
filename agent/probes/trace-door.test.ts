import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Participant } from "./participant.ts";
import { plainRoute } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";
import { traceDoor } from "./trace-door.ts";

const door = { kind: "tcp", host: "127.0.0.1", port: 1, what: "127.0.0.1:1" } as never;
let gateway: Server;
let port: number;
const open = new Set<Socket>();
beforeEach(async () => {
  gateway = createServer().listen(0, "127.0.0.1");
  await once(gateway, "listening");
  port = (gateway.address() as AddressInfo).port;
});
afterEach(() => {
  letGo();
  gateway.close();
});

async function knock(): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  open.add(socket);
  await once(socket, "connect");
}
function letGo(): void {
  for (const socket of open) socket.destroy();
  open.clear();
}

type Elsewhere = { leads: boolean; disturbs: (round: number) => boolean; joins?: number };

/** A runner behind whose door this Gateway is or isn't, while somebody else asks the Gateway how it is. */
function session({ leads, disturbs, joins = 0 }: Elsewhere) {
  let quietRounds = 0;
  let rounds = 0;
  return {
    async hold({ count }: { count: number }) {
      const isJoined = count > 0 && rounds++ < joins;
      for (let at = 0; at < (leads ? count : isJoined ? 3 : 0); at += 1) await knock();
      if (count === 0 && disturbs(quietRounds++)) await knock();
      return true;
    },
    letGo: async () => letGo(),
  } as unknown as RunnerSession;
}
const participant = () => ({ gateway: { pid: process.pid }, record: { basePort: port } }) as Participant;

test.each([
  ["leads to a Gateway", true, () => false, [1, 0]],
  ["leads to one that somebody else asks in between", true, (round: number) => round === 0, [1, 0]],
  ["leads to one to which others connect all the time", true, () => true, [0, 1]],
  ["leads nowhere", false, () => false, [0, 0]],
] as const)("a listener that %s", async (_what, leads, disturbs, [certain, doubtful]) => {
  const traced = await traceDoor(session({ leads, disturbs }), door, [plainRoute], [participant()]);
  expect([traced.leads.length, traced.doubtful.length]).toEqual([certain, doubtful]);
});

test("somebody else who knocks at a Gateway in the same moments isn't taken for a way there", async () => {
  const elsewhere = session({ leads: false, disturbs: () => false, joins: 3 });
  const traced = await traceDoor(elsewhere, door, [plainRoute], [participant()]);
  expect(traced).toMatchObject({ leads: [], doubtful: [] });
});
