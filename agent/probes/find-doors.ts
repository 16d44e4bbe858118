import type { AgentContext } from "#agent/context/context.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import { followTwice, rankOf } from "./follow-door.ts";
import { canaryPaths, type ListedDoors, listDoors, placeKey } from "./list-doors.ts";
import type { Participant } from "./participant.ts";
import { inTurns, routesTo } from "./routes-to.ts";
import { reached, refused, unmeasured } from "./runner/finding.ts";
import { type Door, plainRoute, type Route } from "./runner/protocol.ts";
import type { RunnerKnocked } from "./runner-lines.ts";
import { byNobody, type Control, type DoorFindings } from "./side.ts";
import { traceDoor } from "./trace-door.ts";

const knockingAtOnce = 8;
/** For so long one tenant's listeners are followed; what is left then is said to be. */
const longestMs = 45_000;
/** Guesses of all the other tenants together, of which one asks so many. */
const mostGuesses = 240;

/**
 * Lets every tenant ask from inside its boundary whatever listens where it may
 * get at it, and tells to whose Gateway or files that leads. After the
 * attempts, on which the runners met what socket files there are.
 */
export async function findDoors(
  context: AgentContext,
  participants: readonly Participant[],
  attempting: <T>(one: Participant, work: () => T) => T,
): Promise<ReadonlyMap<Participant, DoorFindings>> {
  const listed = await listDoors(context, participants);
  const paths = canaryPaths(participants);
  const routes = new Map<Participant, Route[]>();
  for (const one of participants) routes.set(one, await attempting(one, () => routesTo(context, one)));
  const knocked = new Map<Participant, RunnerKnocked>();
  await mapLimited(participants, knockingAtOnce, async (one) => {
    const doors = listed.get(one)?.doors ?? [];
    const others = participants.filter((each) => each !== one);
    const guesses = inTurns(others.map((each) => routes.get(each) ?? [])).slice(0, mostGuesses);
    const answer = await attempting(one, () =>
      withSession(one, (session) => session.knock({ do: "knock", doors, guesses, paths })),
    );
    if (answer !== null) knocked.set(one, answer);
  });
  const found = new Map<Participant, DoorFindings>();
  // One after the other: what two open at once could not be told apart.
  for (const one of participants) {
    const answer = knocked.get(one);
    const doors = listed.get(one);
    if (answer === undefined || doors === undefined) continue;
    const listAgain = async () => (await listDoors(context, participants)).get(one) ?? null;
    found.set(one, await attempting(one, () => follow(one, doors, answer, { participants, listAgain })));
  }
  return found;
}

type Surroundings = {
  readonly participants: readonly Participant[];
  /** What it may get at by now. */
  readonly listAgain: () => Promise<ListedDoors | null>;
};

async function follow(
  one: Participant,
  { problem }: ListedDoors,
  knocked: RunnerKnocked,
  { participants, listAgain }: Surroundings,
): Promise<DoorFindings> {
  const leads = new Map<Participant, string>();
  const doubtful: { readonly to: Participant; readonly door: Door }[] = [];
  const others = participants.filter((each) => each !== one);
  for (const { door, canaries } of knocked.found) {
    const owners = others.filter(({ proof }) => canaries.includes(proof));
    for (const owner of owners) leads.set(owner, `Read its canary at ${door.what}, which serves its files.`);
  }
  const followed = knocked.found.filter(({ routes, hints }) => routes.length + hints.length > 0);
  // What answers as a Gateway does comes first, and then what a guess brought to light.
  followed.sort((a, b) => rankOf(a) - rankOf(b));
  const until = performance.now() + longestMs;
  let isCut = false;
  for (const each of followed) {
    const { door } = each;
    isCut ||= performance.now() > until;
    if (isCut) break;
    const traced = await withSession(one, (session) => followTwice(session, each, others));
    for (const to of traced?.leads ?? []) leads.set(to, `Its Gateway answered at ${door.what}.`);
    for (const to of traced?.behind ?? [])
      leads.set(to, `Its Gateway answered at ${door.what}, for a path or the name of a host.`);
    for (const to of traced?.doubtful ?? []) doubtful.push({ to, door });
  }
  const doubts = new Map<Participant, string>();
  // What ended meanwhile, such as another installation's Gateway, could not be traced and leads nowhere any more.
  const now = doubtful.length === 0 ? null : await listAgain();
  const isThere = (door: Door) =>
    now === null || now.problem !== null || now.doors.some((each) => placeKey(each) === placeKey(door));
  for (const { to, door } of doubtful.filter((each) => isThere(each.door)))
    doubts.set(to, `A Gateway answered at ${door.what}, and it can't be told whether it is this one.`);
  const leftOut =
    problem ??
    (knocked.leftOut && leftOutWords[knocked.leftOut]) ??
    (isCut ? "More answers by HTTP than there was time to follow." : null);
  return {
    control: await controlOf(one, knocked),
    findingOf(target) {
      const through = leads.get(target);
      if (through !== undefined) return reached(through);
      const doubt = doubts.get(target);
      if (doubt !== undefined) return unmeasured("unclear", doubt);
      if (leftOut !== null) return unmeasured("unclear", leftOut);
      return refused(
        "absent",
        `None of the ${knocked.asked} listeners and sockets that it asked leads there.${aboutDatagrams(knocked)}`,
      );
    },
  };
}

const leftOutWords: Record<NonNullable<RunnerKnocked["leftOut"]>, string> = {
  time: "Asking all that listens took too long.",
  listeners: "More answers by HTTP than is asked for more.",
  datagrams: "More takes datagrams than there was time to ask.",
  sockets: "There are more socket files than are asked.",
};

function aboutDatagrams({ datagrams }: RunnerKnocked): string {
  if (datagrams === 0) return "";
  return ` ${datagrams} of them take datagrams: it asked them for what a Gateway tells everybody and for files, by HTTP, by path and by TFTP, and silence counts as no.`;
}

/** The tenant asks itself: its Gateway where it runs, and a listener that serves its canary. */
async function controlOf(one: Participant, { ownAnswer, ownDatagram }: RunnerKnocked): Promise<Control> {
  const { gateway, proof, record } = one;
  if (ownAnswer !== proof || ownDatagram !== proof)
    return byNobody("The other tenant did not get its own file from itself.");
  const fromItself = "It got its canary from a listener of its own";
  if (gateway?.inode == null)
    return { by: "target", outcome: "reached", seen: `${fromItself}. Its Gateway is stopped.` };
  const own: Door = { host: "127.0.0.1", port: record.basePort, what: "its own port" };
  const traced = await withSession(one, (session) => traceDoor(session, own, [plainRoute], [one]));
  const isSeen = [...(traced?.leads ?? []), ...(traced?.doubtful ?? [])].includes(one);
  return isSeen
    ? {
        by: "target",
        outcome: "reached",
        seen: `${fromItself}, and was seen to reach its own Gateway in the same way.`,
      }
    : {
        by: "target",
        outcome: "unmeasured",
        seen: "It was not seen to reach its own Gateway in the same way.",
      };
}

/** Null where it has no runner, or that failed: which is then the participant's problem. */
async function withSession<T>(
  one: Participant,
  work: (session: NonNullable<Participant["session"]>) => Promise<T>,
): Promise<T | null> {
  if (one.session === null || one.problem !== null) return null;
  try {
    return await work(one.session);
  } catch (error) {
    one.problem = error instanceof Error ? error.message.slice(0, 300) : "Its probe process failed.";
    return null;
  }
}
