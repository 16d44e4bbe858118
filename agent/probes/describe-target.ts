import path from "node:path";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import { containsPort } from "#lib/domain/host/port-block.ts";
import { listenersOf } from "./live-gateway.ts";
import type { Participant } from "./participant.ts";
import { sharedDirectories } from "./places.ts";
import type { FileTarget, Place, PortTarget, Target } from "./runner/protocol.ts";
import { maxPlaces, type RunnerLooked } from "./runner-lines.ts";

const sharedProbes = {
  "/tmp": "shared.tmp",
  "/var/tmp": "shared.var-tmp",
  "/dev/shm": "shared.dev-shm",
} as const;

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
  const environments = members.map((pid) => readEnviron(pid)).filter((env) => env !== null);
  const starting = boundaryCommand(context, record, []).env;
  const compileCaches = absolute([
    ...environments.flatMap((env) => env.NODE_COMPILE_CACHE ?? []),
    ...[readEnviron(gateway?.pid ?? 0) ?? starting].flatMap(compileCacheOf),
  ]);
  const caches = absolute([starting, ...environments].flatMap(cachesOf));
  const looked = await lookAt(one, compileCaches, caches);
  const left = (directory: string) => looked.left[directory] ?? { files: [], sockets: [] };
  const planted = (files: readonly string[]) => files.flatMap((file) => looked.exact.get(file) ?? []);
  const leftFiles = sharedDirectories.map((directory) => {
    const probe = sharedProbes[directory];
    return [probe, unique([...planted(prepared?.leftFiles[probe] ?? []), ...left(directory).files])];
  });
  const socketFiles = [
    ...planted(prepared?.socketFile ? [prepared.socketFile] : []),
    ...sharedDirectories.flatMap((directory) => left(directory).sockets),
  ];
  const temporary = looked.exact.get("/tmp");
  return {
    slug: record.slug,
    uid: record.uid,
    files: fileTargets(one),
    canaries: prepared?.canaries ?? [],
    writable: writableDirectories(one),
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
    workspace: layout.workspace,
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
  const leftIn = record.rung === "os-user" ? sharedDirectories : [];
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

function fileTargets({ layout }: Participant): FileTarget[] {
  const entry = (probe: string, directories: string[], files: string[] = []) => ({
    probe,
    directories,
    files,
  });
  return [
    entry("files.state", [layout.state, layout.home], [path.join(layout.state, "state", "openclaw.sqlite")]),
    entry("files.config", [layout.config], [layout.configFile]),
    entry("files.workspace", [layout.workspace]),
    entry("files.logs", [layout.logs, layout.output], [layout.logFile, layout.outputFile]),
    entry("files.backups", [layout.backups]),
    entry("files.browser", [layout.browser]),
    entry("files.credentials", [layout.credentials]),
    entry("files.secrets", [layout.secrets], [layout.secretsFile]),
  ];
}

function writableDirectories({ layout }: Participant): string[] {
  return [
    layout.tree,
    ...[layout.config, layout.start, layout.home, layout.state, layout.workspace, layout.logs],
    ...[layout.backups, layout.secrets, layout.cache, layout.output, layout.credentials, layout.browser],
  ];
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
    probe: probeOfPort(port - record.basePort),
    port,
    isPlanted: planted.has(port),
  }));
}

function probeOfPort(offset: number): string {
  if (offset === 10) return "port.relay";
  return offset > 10 && offset <= 110 ? "port.cdp" : "port.control";
}

type Environment = Readonly<Record<string, string>>;

/** Where the Gateway loads compiled code from; Node's default is a directory that whoever came first owns. */
function compileCacheOf(env: Environment): string[] {
  if (env.NODE_DISABLE_COMPILE_CACHE) return [];
  return [env.NODE_COMPILE_CACHE ?? path.join(env.TMPDIR ?? "/tmp", "node-compile-cache")];
}

function cachesOf(env: Environment): string[] {
  const home = env.HOME === undefined ? [] : [path.join(env.HOME, ".cache"), path.join(env.HOME, ".npm")];
  return [...home, ...[env.XDG_CACHE_HOME, env.npm_config_cache].filter((each) => each !== undefined)];
}

/** A tenant chooses what its processes show: no more are looked at than it can need. */
function absolute(directories: readonly string[]): string[] {
  const isUsable = (directory: string) => path.isAbsolute(directory) && directory.length <= 500;
  return [...new Set(directories)].filter(isUsable).slice(0, maxPlaces);
}

function unique(list: readonly Place[]): Place[] {
  return [...new Map(list.map((place) => [place.path, place])).values()];
}
