import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { findForwarder } from "#agent/network/find-forwarder.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { type Listener, listListeners } from "#agent/proc/list-listeners.ts";
import { hasOwnNetwork, networkOf } from "#agent/proc/network-of.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import { whereaboutsOf } from "#agent/proc/whereabouts.ts";
import { hostProcessOf, type ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { familyOf, type HostSnapshot } from "./host-snapshot.ts";
import { type SeenProcess, seenProcess } from "./seen-process.ts";

/** A file that a process has open, as the kernel shows it. */
type OpenFile = { readonly path: string; readonly inode: string };

/** What the kernel shows of a tenant's running Gateway. A null part was out of the agent's reach. */
export type RunningGateway = {
  /** Names it in a sentence: "pid 4711". */
  readonly name: string;
  readonly uid: number;
  readonly startedAt: Date;
  /** Why nothing of it is used, where a program in its place left the namespaces that Bulkhead made; null otherwise. */
  readonly displaced: string | null;
  /** The Gateway and its children. */
  readonly processes: readonly SeenProcess[];
  /** As the process shows it of itself: its owner can rewrite it. */
  readonly environ: Readonly<Record<string, string>> | null;
  readonly workingDirectory: string | null;
  readonly program: string | null;
  readonly openFiles: readonly OpenFile[] | null;
  /** Regular files that it has open for writing. */
  readonly writtenFiles: readonly string[];
  /** It sees mounts of its own, and so temporary directories of its own. */
  readonly hasOwnMounts: boolean;
  /** Null where it shares the host's. */
  readonly network: OwnNetwork | null;
  readonly privileges: {
    readonly groups: readonly number[];
    readonly hasNoNewPrivs: boolean;
    /** Effective capabilities, a hexadecimal mask. */
    readonly capabilities: string;
  } | null;
};

/** A network of the Gateway's own, into which this host forwards. */
export type OwnNetwork = {
  /** What listens in there. */
  readonly listeners: readonly Listener[];
  /** Pids of the Gateway's family by inode of a listening socket in there. */
  readonly socketOwners: ReadonlyMap<number, readonly number[]>;
  /** True for what forwards into it from this host. */
  isForwarder(pid: number): boolean;
};

const maxOpenFiles = 4096;

/** The Gateway that the registry names, if that very process still lives: same boot, pid and start time. */
export async function findRunningGateway(
  record: TenantRecord,
  bootId: string,
  host: HostSnapshot,
): Promise<RunningGateway | null> {
  const identity = hostProcessOf(record.process);
  if (identity === null) return null;
  const live = readSameProcess(identity, bootId);
  if (live === null) return null;
  const name = `pid ${live.pid}`;
  const process = { name, uid: live.uid, startedAt: new Date(identity.startedAt) };
  const before = displacementOf(identity);
  if (before !== null) return { ...process, ...nothingOf(live.pid), displaced: before };
  const family = familyOf(host.processes, live.pid);
  const seen: RunningGateway = {
    ...process,
    displaced: null,
    processes: [...family].map(seenProcess),
    network: await ownNetworkOf(live.pid, live.uid, family),
    environ: readEnviron(live.pid),
    workingDirectory: linkOf(`/proc/${live.pid}/cwd`),
    program: linkOf(`/proc/${live.pid}/exe`),
    openFiles: openFilesOf(live.pid),
    writtenFiles: writtenFilesOf(live.pid),
    hasOwnMounts: hasOwnMounts(live.pid),
    privileges: privilegesOf(live.pid),
  };
  // It may have been replaced, or have ended, while it was looked at.
  const after = displacementOf(identity);
  return after === null ? seen : { ...process, ...nothingOf(live.pid), displaced: after };
}

function displacementOf(identity: ProcessIdentity): string | null {
  const place = whereaboutsOf(identity);
  return place === null || place.isOurs ? null : place.reason;
}

function nothingOf(pid: number) {
  const nothing = { environ: null, workingDirectory: null, program: null, openFiles: null, network: null };
  const none = { processes: [], writtenFiles: [], hasOwnMounts: false };
  return { ...nothing, ...none, privileges: privilegesOf(pid) };
}

async function ownNetworkOf(
  pid: number,
  uid: number,
  family: ReadonlySet<number>,
): Promise<OwnNetwork | null> {
  const network = hasOwnNetwork(pid) ? networkOf(pid) : null;
  if (network === null) return null;
  const listeners = await listListeners(pid);
  const forwarder = findForwarder(network, uid);
  const holders = (inode: number) => [...family].filter((member) => holdsSocket(member, inode));
  return {
    listeners,
    socketOwners: new Map(listeners.map(({ inode }) => [inode, holders(inode)])),
    isForwarder: (pid) => pid === forwarder?.pid,
  };
}

function openFilesOf(pid: number): OpenFile[] | null {
  try {
    return readdirSync(`/proc/${pid}/fd`)
      .slice(0, maxOpenFiles)
      .flatMap((name) => {
        const link = `/proc/${pid}/fd/${name}`;
        const path = linkOf(link);
        if (path === null || !path.startsWith("/") || path.startsWith("/dev/")) return [];
        const stat = statSync(link, { bigint: true, throwIfNoEntry: false });
        return stat ? [{ path, inode: `${stat.dev}:${stat.ino}` }] : [];
      });
  } catch {
    return null;
  }
}

function privilegesOf(pid: number): RunningGateway["privileges"] {
  const text = readFileOrEmpty(`/proc/${pid}/status`);
  if (text === "") return null;
  const line = (key: string) => new RegExp(`^${key}:[ \\t]*(.*)$`, "m").exec(text)?.[1] ?? "";
  return {
    groups: (line("Groups").match(/\d+/g) ?? []).map(Number),
    hasNoNewPrivs: line("NoNewPrivs") === "1",
    capabilities: line("CapEff"),
  };
}

function readFileOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function linkOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

/** Regular files that a process has open for writing. */
function writtenFilesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const file = readlinkSync(`/proc/${pid}/fd/${fd}`);
      if (!file.startsWith("/") || file.endsWith(" (deleted)") || /^\/(dev|proc|sys|memfd:)/.test(file))
        return [];
      const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1] ?? "0";
      return (Number.parseInt(flags, 8) & 0o3) === 0 ? [] : [file];
    });
  } catch {
    // A process that ends meanwhile has nothing open.
    return [];
  }
}

function hasOwnMounts(pid: number): boolean {
  if (pid === undefined) return false;
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`) !== readlinkSync("/proc/self/ns/mnt");
  } catch {
    return false;
  }
}
