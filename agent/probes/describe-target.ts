import type { AgentContext } from "#agent/context/context.ts";
import { listenersOf } from "#agent/gateway/live-gateway.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { containsPort } from "#lib/domain/host/port-block.ts";
import type { Participant } from "./participant.ts";
import { sharedDirectories } from "./places.ts";
import type { Place, PortTarget, Target } from "./runner/protocol.ts";
import type { RunnerLooked } from "./runner-lines.ts";
import { startedWith } from "./started-with.ts";

/**
 * Everything about a tenant that others try to get at, as its own runner and
 * the kernel show it. Its places are looked at by the runner, in its view: the
 * agent resolves no path in a view that a tenant could have made.
 */
export async function describeTarget(
  context: AgentContext,
  one: Participant,
  members: readonly number[],
): Promise<Target> {
  const { record, layout, gateway, prepared } = one;
  const { compileCaches, caches } = startedWith(context, one, members);
  const looked = await lookAt(one, compileCaches, caches);
  const left = (directory: string) => looked.left[directory] ?? { files: [], sockets: [] };
  const planted = (files: readonly string[]) => files.flatMap((file) => looked.exact.get(file) ?? []);
  const leftFiles = sharedDirectories.map((directory) => {
    const files = planted(prepared?.leftFiles[directory] ?? []);
    return [directory, unique([...files, ...left(directory).files])];
  });
  const socketFiles = [
    ...planted(prepared?.socketFile ? [prepared.socketFile] : []),
    ...sharedDirectories.flatMap((directory) => left(directory).sockets),
  ];
  const temporary = looked.exact.get("/tmp");
  return {
    slug: record.slug,
    uid: record.uid,
    places: layout,
    canaries: prepared?.canaries ?? [],
    process: gateway && { pid: gateway.pid, startTicks: gateway.startTicks },
    otherPorts: otherPorts(one, members),
    gateway: gateway?.innerInode ? { port: record.basePort, inode: gateway.innerInode } : null,
    knowsToken: false,
    ports: portTargets(one),
    leftFiles: Object.fromEntries(leftFiles),
    sockets: { files: unique(socketFiles), abstract: prepared?.abstract ?? null },
    temporaryNames:
      temporary === undefined
        ? null
        : {
            place: temporary,
            names: [`/tmp/openclaw-${record.uid}`, `/tmp/openclaw-state-locks-${record.uid}`],
          },
    compileCaches: looked.compileCaches,
    caches: looked.caches,
    sessions: prepared?.sessions ?? null,
  };
}

/** Asks the tenant's runner what it sees at its places; nothing where it has none. A runner that fails is the participant's problem. */
async function lookAt(
  one: Participant,
  compileCaches: readonly string[],
  caches: readonly string[],
): Promise<{
  readonly exact: ReadonlyMap<string, Place>;
  readonly left: RunnerLooked["left"];
  readonly compileCaches: Place[];
  readonly caches: Place[];
}> {
  const { session, record, prepared } = one;
  const nothing = { exact: new Map<string, Place>(), left: {}, compileCaches: [], caches: [] };
  if (session === null || prepared === null) return nothing;
  const planted = [
    ...Object.values(prepared.leftFiles).flat(),
    ...(prepared.socketFile ? [prepared.socketFile] : []),
  ];
  // A user that several tenants share leaves things for all of them; whose they are can't be told.
  const leftIn = hasOwnUser(record) ? sharedDirectories : [];
  const look = (nearest: readonly string[]) =>
    session.look({ do: "look", uid: record.uid, exact: ["/tmp", ...planted], nearest, leftIn });
  try {
    const first = await look(compileCaches);
    const second = await look(caches);
    const exact = new Map(first.exact.map((place) => [place.path, place]));
    const few = (places: readonly Place[]) => unique(places).slice(0, 10);
    return { exact, left: first.left, compileCaches: few(first.nearest), caches: few(second.nearest) };
  } catch (error) {
    one.problem = error instanceof Error ? error.message.slice(0, 300) : "Its probe process failed.";
    return nothing;
  }
}

/** Ports that the tenant's processes have open besides the Gateway's own. */
function otherPorts({ record, gateway }: Participant, members: readonly number[]): number[] {
  if (gateway === null) return [];
  const open = listenersOf(gateway.pid).filter(
    ({ uid, port, inode }) =>
      uid === record.uid && port !== record.basePort && members.some((pid) => holdsSocket(pid, inode)),
  );
  return [...new Set(open.map(({ port }) => port))].slice(0, 20);
}

/** What its runner opened for the run, and whatever else listens in its block. */
function portTargets({ record, gateway, prepared, runner }: Participant): PortTarget[] {
  const planted = new Set(prepared?.ports ?? []);
  const pid = gateway?.pid ?? runner?.pid;
  const shown = pid === undefined ? [] : listenersOf(pid).map(({ port }) => port);
  const inBlock = shown.filter(
    (port) => containsPort({ base: record.basePort }, port) && port !== record.basePort,
  );
  return [...new Set([...planted, ...inBlock])].slice(0, 20).map((port) => ({
    port,
    offset: port - record.basePort,
    isPlanted: planted.has(port),
  }));
}

function unique(list: readonly Place[]): Place[] {
  return [...new Map(list.map((place) => [place.path, place])).values()];
}
