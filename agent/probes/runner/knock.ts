import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { askDoor, type DoorAnswer, type OpenDoor, openDoor } from "./ask-door.ts";
import { digest } from "./finding.ts";
import type { KnockedLine } from "./lines.ts";
import { type Door, type Hold, type Knock, mostOpenDoors, mostSockets } from "./protocol.ts";

const atOnce = 16;
const longestMs = 40_000;
const healthPath = "/healthz";

/**
 * Asks every listener that it is told of, and every socket file that it met,
 * what a Gateway answers to everybody, and those that speak HTTP for canaries.
 */
export async function knock(
  { doors, paths }: Knock,
  sockets: readonly string[],
  canary: string,
): Promise<KnockedLine> {
  const until = performance.now() + longestMs;
  const all = [
    ...doors,
    ...sockets.slice(0, mostSockets).map((path): Door => ({ path, what: `the socket ${path}` })),
  ];
  const open: { door: Door; answer: DoorAnswer }[] = [];
  await inTurn(all, async (door) => {
    const answer = performance.now() > until ? null : await askDoor(door, healthPath);
    if (answer !== null) open.push({ door, answer });
  });
  const found = open.slice(0, mostOpenDoors).map(async ({ door, answer }) => {
    const canaries = new Set<string>();
    await inTurn(paths, async (path) => {
      const told = performance.now() > until ? null : await askDoor(door, path);
      if (told?.status === 200) canaries.add(digest(told.text));
    });
    return { door, isGateway: isGateways(answer), canaries: [...canaries].slice(0, 20) };
  });
  return {
    type: "knocked",
    asked: all.length,
    found: await Promise.all(found),
    ownAnswer: await askItself(paths, canary),
    isWhole: performance.now() <= until && open.length <= mostOpenDoors && sockets.length <= mostSockets,
  };
}

/** Opens so many connections to a door and keeps them until the answer is called. */
export async function hold({ door, count }: Hold): Promise<{ isOpen: boolean; letGo: () => void }> {
  const opened = await Promise.all(Array.from({ length: count }, () => openDoor(door, healthPath)));
  const open = opened.filter((one): one is OpenDoor => one !== null);
  return {
    isOpen: open.length === count,
    letGo: () => {
      for (const each of open) each.close();
    },
  };
}

function isGateways({ status, text }: DoorAnswer): boolean {
  return status === 200 && /"ok"\s*:\s*true/.test(text);
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
  const answer = door && (await askDoor(door, paths[0] ?? "/"));
  server.close();
  return answer ? digest(answer.text) : null;
}

async function inTurn<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
