import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openDatagram } from "./ask-datagram.ts";
import { askDoor, type OpenDoor, openDoor } from "./ask-door.ts";
import { digest } from "./finding.ts";
import { guessRoutes, type OpenListener } from "./guess-routes.ts";
import { inTurn } from "./in-turn.ts";
import { askItselfByDatagram, knockDatagrams } from "./knock-datagrams.ts";
import type { KnockedLine } from "./lines.ts";
import {
  type DatagramDoor,
  type Door,
  type Hold,
  type Knock,
  mostOpenDoors,
  mostSockets,
  plainRoute,
} from "./protocol.ts";

const longestMs = 40_000;
/** To this every server of HTTP says that it is none, also one that hangs up on names that it doesn't know. */
const namelessRoute = { path: "/", host: "" };

/**
 * Asks every listener that it is told of, and every socket file that it met,
 * what a Gateway answers to everybody, and those that speak HTTP for canaries
 * and for Gateways behind them.
 */
export async function knock(
  { doors, guesses, paths }: Knock,
  sockets: readonly string[],
  canary: string,
): Promise<KnockedLine> {
  const until = performance.now() + longestMs;
  const datagrams = doors.filter((door): door is DatagramDoor => door.isUdp === true);
  const all = [
    ...doors.filter(({ isUdp }) => isUdp !== true),
    ...sockets.slice(0, mostSockets).map((path): Door => ({ path, what: `the socket ${path}` })),
  ];
  const byDatagram = await knockDatagrams(datagrams, paths);
  const open: OpenListener[] = [];
  await inTurn(all, async (door) => {
    const answer = performance.now() > until ? "nothing" : await askDoor(door, plainRoute);
    if (typeof answer !== "string") open.push({ door, answer });
    else if (answer === "picky" || (answer === "closed" && (await speaksHttp(door))))
      open.push({ door, answer: null });
  });
  const asked = open.slice(0, mostOpenDoors);
  const canaries = new Map<Door, Set<string>>();
  await Promise.all(
    asked.map(async ({ door, answer }) => {
      const served = new Set<string>();
      canaries.set(door, served);
      await inTurn(answer === null ? [] : paths, async (path) => {
        const told =
          performance.now() > until ? "nothing" : await askDoor(door, { path, host: plainRoute.host });
        if (typeof told !== "string" && told.status === 200) served.add(digest(told.text));
      });
    }),
  );
  // What is guessed makes nothing whole, nor less so.
  const reasons = {
    time: performance.now() > until,
    listeners: open.length > mostOpenDoors,
    datagrams: !byDatagram.isWhole,
    sockets: sockets.length > mostSockets,
  } as const;
  const leftOut =
    (["time", "listeners", "datagrams", "sockets"] as const).find((each) => reasons[each]) ?? null;
  const guessed = await guessRoutes(asked, guesses);
  return {
    type: "knocked",
    asked: all.length + datagrams.length,
    datagrams: datagrams.length,
    found: [
      ...byDatagram.found,
      ...asked.map(({ door }) => ({
        door,
        ...(guessed.get(door) ?? { routes: [], hints: [] }),
        canaries: [...(canaries.get(door) ?? [])].slice(0, 20),
      })),
    ],
    ownAnswer: await askItself(paths, canary),
    ownDatagram: await askItselfByDatagram(paths, canary),
    leftOut,
  };
}

/** Opens so many connections to each route of a door and keeps them until the answer is called. */
export async function hold({ door, routes, count }: Hold): Promise<{ isOpen: boolean; letGo: () => void }> {
  const all = routes.flatMap((route) => Array.from({ length: count }, () => route));
  const opened = await Promise.all(
    all.map((route) => (door.isUdp ? openDatagram(door, route) : openDoor(door, route))),
  );
  const open = opened.filter((one): one is OpenDoor => one !== null && typeof one !== "string");
  return {
    isOpen: open.length === all.length,
    letGo: () => {
      for (const each of open) each.close();
    },
  };
}

async function speaksHttp(door: Door): Promise<boolean> {
  return typeof (await askDoor(door, namelessRoute)) !== "string";
}

/** A listener of its own that serves its canary: whoever can't get that from itself can't get it from others. */
async function askItself(paths: readonly string[], canary: string): Promise<string | null> {
  const server = createServer((_, response) => response.end(canary));
  await new Promise<void>((resolve) => {
    server.once("error", () => resolve());
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo | null;
  const door = address && { host: "127.0.0.1", port: address.port, what: "itself" };
  const answer = door && (await askDoor(door, { path: paths[0] ?? "/", host: plainRoute.host }));
  server.close();
  return answer && typeof answer !== "string" ? digest(answer.text) : null;
}
