import path from "node:path";
import { describeHolder } from "#agent/boundary/port-ownership.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { listForwarders } from "#agent/network/find-forwarder.ts";
import { listHostAddresses } from "#agent/network/host-addresses.ts";
import { listForwards } from "#agent/network/list-forwards.ts";
import { type Listener, listDatagramListeners, listListeners } from "#agent/proc/list-listeners.ts";
import { listUnixSockets, type UnixListener } from "#agent/proc/list-unix-sockets.ts";
import { hasOwnNetwork, networkOf } from "#agent/proc/network-of.ts";
import { socketOwners } from "#agent/proc/socket-owners.ts";
import type { Participant } from "./participant.ts";
import type { DatagramDoor, Door, Knock } from "./runner/protocol.ts";

type Place = Pick<Listener, "address">;
type Network = {
  readonly listeners: readonly Listener[];
  readonly datagrams: readonly Listener[];
  readonly sockets: readonly UnixListener[];
};

export type ListedDoors = {
  readonly doors: readonly Door[];
  /** Why there may be others, in words; null when these are all. */
  readonly problem: string | null;
};

/** Most listeners of which one tenant is asked; of more it can't be told where they all lead. */
const mostDoors = 300;
const mostDatagramDoors = 100;
const mostPaths = 100;
const byRule = "which a rule of the host's firewall leads elsewhere";
/** So many of the host's addresses are tried at what listens at all of them. */
const mostAddresses = 4;

/**
 * Everything that listens where a tenant may get at it, whoever runs it: on this
 * host, and in the tenant's own network. What has attempts of
 * its own is left out: the Gateways' own ports, the dashboard, and what runners plant.
 */
export async function listDoors(
  context: AgentContext,
  participants: readonly Participant[],
): Promise<ReadonlyMap<Participant, ListedDoors>> {
  const host = await networkAt("self");
  const inside = new Map<string, Network>();
  for (const { runner } of participants) {
    const network = runner && hasOwnNetwork(runner.pid) ? networkOf(runner.pid) : null;
    if (runner && network !== null && !inside.has(network)) inside.set(network, await networkAt(runner.pid));
  }
  const all = [host, ...inside.values()];
  const inodes = all.flatMap(({ listeners, datagrams, sockets }) =>
    [...listeners, ...datagrams, ...sockets].map(({ inode }) => inode),
  );
  const owners = await socketOwners(new Set(inodes));
  const nameOf = ({ inode, uid = 0, port = 0 }: { inode: number; uid?: number; port?: number }) =>
    describeHolder({ uid, port, pid: owners.get(inode)?.[0] ?? null });
  const addresses = (await listHostAddresses(context.hardening.networkNamespace.program || "ip")) ?? [];
  const { forwards, problem } = await listForwards(
    context,
    participants.map(({ record }) => record.basePort),
  );
  const runners = new Set(participants.flatMap(({ runner }) => runner?.pid ?? []));
  const isPlanted = ({ inode }: { inode: number }) =>
    owners.get(inode)?.some((pid) => runners.has(pid)) ?? false;
  // It forwards no datagram into a network: by each of these ports it waits for an answer to one that went out.
  const forwarders = new Set(listForwarders().map(({ pid }) => pid));
  const isWaiting = ({ inode }: { inode: number }) =>
    owners.get(inode)?.some((pid) => forwarders.has(pid)) ?? false;
  const isTried = (listener: Listener) =>
    isPlanted(listener) ||
    listener.port === context.dashboardPort ||
    participants.some(({ record }) => listener.port === record.basePort && listener.uid === record.uid);

  const doorsAt = (hosts: (place: Place) => readonly string[]) => (listener: Listener) =>
    isTried(listener) ? [] : hosts(listener).map((host) => doorAt(host, listener.port, nameOf(listener)));
  const datagramsAt = (hosts: (place: Place) => readonly string[]) => (listener: Listener) =>
    isPlanted(listener) || isWaiting(listener)
      ? []
      : hosts(listener).map((host): Door => {
          const what = `UDP, ${nameOf(listener)}`;
          return { ...doorAt(host, listener.port, what), isUdp: true };
        });
  const forwardsAt = (hosts: (place: Place) => readonly string[]) =>
    forwards.flatMap((forward) => hosts(forward).map((host) => doorAt(host, forward.port, byRule)));
  const doorsOf = (socket: UnixListener): Door[] => {
    if (isPlanted(socket)) return [];
    const name = socket.path.startsWith("\0") ? `@${socket.path.slice(1)}` : socket.path;
    return [{ path: socket.path, what: `the socket ${name}, ${nameOf(socket)}` }];
  };
  const isFile = ({ path: file }: UnixListener) => path.isAbsolute(file);

  return new Map(
    participants.map((one) => {
      const network = one.runner && hasOwnNetwork(one.runner.pid) ? networkOf(one.runner.pid) : null;
      const own = network === null ? null : inside.get(network);
      // Another network has another loopback and other abstract names; files and the host's addresses are everywhere.
      const doors = own
        ? [
            ...own.listeners.flatMap(doorsAt(loopbackOf)),
            ...own.sockets.flatMap(doorsOf),
            ...forwardsAt((place) => beyondLoopback(place, addresses)),
            ...host.listeners.flatMap(doorsAt((place) => beyondLoopback(place, addresses))),
            ...host.sockets.filter(isFile).flatMap(doorsOf),
            ...own.datagrams.flatMap(datagramsAt(loopbackOf)),
            ...host.datagrams.flatMap(datagramsAt((place) => beyondLoopback(place, addresses))),
          ]
        : [
            ...forwardsAt((place) => [...loopbackOf(place), ...beyondLoopback(place, addresses)]),
            ...host.listeners.flatMap(doorsAt(loopbackOf)),
            ...host.sockets.flatMap(doorsOf),
            ...host.datagrams.flatMap(datagramsAt(loopbackOf)),
          ];
      const different = [...new Map(doors.map((door) => [placeKey(door), door])).values()];
      const [streams, datagrams] = [different.filter(isStream), different.filter((door) => !isStream(door))];
      const asked = [...streams.slice(0, mostDoors), ...datagrams.slice(0, mostDatagramDoors)];
      const isCut = asked.length < different.length;
      return [one, { doors: asked, problem: isCut ? "More listens than is asked." : problem }];
    }),
  );
}

/** Where a server of files that stands at any directory above it would have a canary. */
export function canaryPaths(participants: readonly Participant[]): Knock["paths"] {
  const canaries = participants.flatMap(({ prepared, layout }) =>
    (prepared?.canaries ?? []).filter((file) =>
      [layout.workspace, layout.state].includes(path.dirname(file)),
    ),
  );
  const suffixes = canaries.flatMap((file) => {
    const parts = file.split("/").filter(Boolean);
    return parts.map((_, index) => `/${parts.slice(index).map(encodeURIComponent).join("/")}`);
  });
  // The shortest first: those are the same for all tenants.
  return [...new Set(suffixes)].sort((a, b) => a.length - b.length).slice(0, mostPaths);
}

async function networkAt(pid: number | "self"): Promise<Network> {
  const [listeners, taking, sockets] = await Promise.all([
    listListeners(pid),
    listDatagramListeners(pid),
    listUnixSockets(pid),
  ]);
  // What is sent to a group of hosts leaves this one.
  const datagrams = taking.filter(({ address }) => !/^(22[4-9]|23\d)\.|^ff/i.test(address));
  return { listeners, datagrams, sockets: sockets.filter(({ path: name }) => name.length < 108) };
}

function doorAt(host: string, port: number, holder: string): DatagramDoor {
  const place = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return { host, port, what: `${place}, ${holder}` };
}

function loopbackOf({ address }: Place): string[] {
  if (address === "0.0.0.0") return ["127.0.0.1"];
  return [address === "::" ? "::1" : address];
}

function beyondLoopback({ address }: Place, addresses: readonly string[]): readonly string[] {
  if (address === "0.0.0.0" || address === "::") return addresses.slice(0, mostAddresses);
  return address.startsWith("127.") || address === "::1" ? [] : [address];
}

function isStream({ isUdp }: Door): boolean {
  return isUdp !== true;
}

/** Tells one place from another, whoever listens there. */
export function placeKey(door: Door): string {
  return door.path ?? `${door.host} ${door.port} ${door.isUdp ?? false}`;
}
