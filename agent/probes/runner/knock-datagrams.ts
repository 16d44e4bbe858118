import { createSocket } from "node:dgram";
import { once } from "node:events";
import { askDatagrams, type DatagramPlace, openDatagram, questionOf, tftpQuestion } from "./ask-datagram.ts";
import { digest } from "./finding.ts";
import { inTurn } from "./in-turn.ts";
import type { KnockedLine } from "./lines.ts";
import { type DatagramDoor, healthPath, mostOpenDatagrams, plainRoute, type Route } from "./protocol.ts";

type Found = KnockedLine["found"][number];

/** Files that one which stays silent is asked for; they are the likeliest. */
const mostFilesOfSilent = 60;
const longestMs = 10_000;
/** The bare path, without a host. */
const bareRoute: Route = { path: healthPath, host: "" };
const canaryPattern = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/**
 * Asks everything that takes datagrams what a Gateway answers to everybody and
 * for canaries: by HTTP, by the bare path and by TFTP. Most stay silent, so
 * many are asked at once; what answers is asked for every file from a port
 * of its own.
 */
export async function knockDatagrams(
  doors: readonly DatagramDoor[],
  paths: readonly string[],
): Promise<{ found: readonly Found[]; isWhole: boolean }> {
  const until = performance.now() + longestMs;
  const found: Found[] = [];
  let isLate = false;
  await inTurn(doors, async (door) => {
    isLate ||= performance.now() > until;
    if (isLate) return;
    const [answers, canaries] = await Promise.all([
      askHealth(door),
      readCanaries(door, paths.slice(0, mostFilesOfSilent)),
    ]);
    if (answers.length > 0) {
      await inTurn(paths, async (path) => {
        const told = performance.now() > until ? null : await openDatagram(door, { ...plainRoute, path });
        told?.close();
        for (const each of canariesIn(told?.answer.text ?? "")) canaries.add(each);
      });
    }
    const routes = answers.filter(({ isGateway }) => isGateway).map(({ route }) => route);
    const hints = answers.filter(({ isGateway }) => !isGateway).map(({ route }) => route);
    if (answers.length + canaries.size > 0)
      found.push({ door, routes, hints, canaries: [...canaries].slice(0, 20) });
  });
  return { found: found.slice(0, mostOpenDatagrams), isWhole: !isLate && found.length <= mostOpenDatagrams };
}

/** One of its own that answers with its canary: whoever can't get that from itself can't get it from others. */
export async function askItselfByDatagram(paths: readonly string[], canary: string): Promise<string | null> {
  const socket = createSocket("udp4");
  socket.on("error", () => undefined);
  socket.on("message", (_, from) => socket.send(canary, from.port, from.address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  const canaries = await readCanaries({ host: "127.0.0.1", port }, paths.slice(0, 1));
  socket.close();
  return [...canaries][0] ?? null;
}

async function askHealth(place: DatagramPlace): Promise<{ route: Route; isGateway: boolean }[]> {
  const asked = [plainRoute, bareRoute].map(async (route) => {
    const open = await openDatagram(place, route);
    open?.close();
    return open === null ? [] : [{ route, isGateway: /"ok"\s*:\s*true/.test(open.answer.text) }];
  });
  return (await Promise.all(asked)).flat();
}

/** From one port for each way of asking: what passes on a stream of one kind can't do with another. */
async function readCanaries(place: DatagramPlace, paths: readonly string[]): Promise<Set<string>> {
  const files = paths.map((path) => decodeURIComponent(path));
  const ways = [
    paths.map((path) => questionOf({ ...plainRoute, path })),
    paths.map((path) => questionOf({ ...bareRoute, path })),
    files.flatMap((file) => [tftpQuestion(file), tftpQuestion(file.slice(1))]),
  ];
  const heard = await Promise.all(ways.map((questions) => askDatagrams(place, questions)));
  return new Set(heard.flat().flatMap(canariesIn));
}

/** Whatever is around it, which differs with each way of answering. */
function canariesIn(text: string): string[] {
  return [...text.matchAll(canaryPattern)].map(([canary]) => digest(canary));
}
