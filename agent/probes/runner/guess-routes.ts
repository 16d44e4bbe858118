import { randomBytes } from "node:crypto";
import { askDoor, type DoorAnswer } from "./ask-door.ts";
import { inTurn } from "./in-turn.ts";
import { type Door, healthPath, mostRoutes, plainRoute, type Route } from "./protocol.ts";

/** A whole fleet's routes at many listeners are more than a run has time for. */
const mostGuesses = 1500;
const longestMs = 8_000;

/** A listener that speaks HTTP; without an answer where it gives none to a stranger's question. */
export type OpenListener = { readonly door: Door; readonly answer: DoorAnswer | null };
export type Guessed = { readonly routes: readonly Route[]; readonly hints: readonly Route[] };

/**
 * Asks listeners that speak HTTP for what a proxy passes by path or by the name
 * of a host. At what answers under a name that nobody has in the same way, the
 * guess was none. As many as there is time for, the likeliest everywhere first.
 */
export async function guessRoutes(
  listeners: readonly OpenListener[],
  guesses: readonly Route[],
): Promise<ReadonlyMap<Door, Guessed>> {
  const until = performance.now() + longestMs;
  const found = new Map<Door, { routes: Route[]; hints: Route[] }>();
  const usual = new Map<Door, Set<string>>();
  await inTurn(listeners, async ({ door, answer }) => {
    found.set(door, startWith(answer));
    const shapes = new Set(answer === null ? [] : [shapeOf(plainRoute, answer)]);
    usual.set(door, shapes);
    for (const route of guesses.length === 0 ? [] : madeUp()) {
      const told = performance.now() > until ? "nothing" : await askDoor(door, route);
      if (typeof told !== "string") shapes.add(shapeOf(route, told));
    }
  });
  const all = guesses.flatMap((route) => listeners.map(({ door }) => ({ door, route })));
  const late: typeof all = [];
  const guess = async ({ door, route }: (typeof all)[number]): Promise<boolean> => {
    if (performance.now() > until) return true;
    const told = await askDoor(door, route);
    if (typeof told === "string") return told !== "nothing";
    if (isGateways(told)) found.get(door)?.routes.push(route);
    else if (!usual.get(door)?.has(shapeOf(route, told))) found.get(door)?.hints.push(route);
    return true;
  };
  await inTurn(all.slice(0, mostGuesses), async (each) => {
    if (!(await guess(each))) late.push(each);
  });
  // It speaks to others, so a host that is busy may be all that kept it from answering.
  await inTurn(late, async (each) => void (await guess(each)));
  return new Map(
    [...found].map(([door, { routes, hints }]) => [
      door,
      { routes: routes.slice(0, mostRoutes), hints: hints.slice(0, mostRoutes) },
    ]),
  );
}

function isGateways(answer: DoorAnswer | null): boolean {
  return answer?.status === 200 && /"ok"\s*:\s*true/.test(answer.text);
}

/** A proxy may answer for itself how it is, and pass on all else. */
function startWith(answer: DoorAnswer | null): { routes: Route[]; hints: Route[] } {
  if (answer === null) return { routes: [], hints: [] };
  if (isGateways(answer)) return { routes: [plainRoute], hints: [] };
  return { routes: [], hints: [{ path: "/", host: plainRoute.host }] };
}

function madeUp(): Route[] {
  const name = `n${randomBytes(6).toString("hex")}`;
  const { path, host } = plainRoute;
  return [
    { path: `/${name}${healthPath}`, host },
    { path, host: name },
    { path, host: `${name}.localhost` },
  ];
}

/** What was answered but for what was asked, which many repeat. */
function shapeOf({ path, host }: Route, { status, text }: DoorAnswer): string {
  return `${status} ${text.replaceAll(path, "").replaceAll(host, "")}`;
}
