import { Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { canonicalHost, parseEndpoint } from "./parse-endpoint.ts";

export type HostNames = {
  /**
   * Every `host:port` under which what an address leads to is known: this host
   * as 127.0.0.1 by whatever name or address of its own, other names with the
   * addresses that they stand for. The first is the one to show. Null when it
   * is no address.
   */
  endpointsOf(address: string): Promise<readonly [string, ...string[]] | null>;
};

type Known = {
  /** Addresses of this host's interfaces. */
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  /** The text of /etc/hosts. */
  readonly hosts: string;
  /** Addresses that a name stands for; none where nobody knows it. */
  resolve(name: string): Promise<readonly string[]>;
};

const here = "127.0.0.1";
const mostHostsCharacters = 1024 * 1024;
/** Names that are asked for in one pass; who names more is compared by the names alone. */
const mostLookUps = 500;

export async function readHostNames(): Promise<HostNames> {
  const interfaces = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const hosts = await readFile("/etc/hosts", "utf8").catch(() => "");
  return createHostNames({
    addresses: interfaces.map(({ address }) => address),
    names: [hostname()],
    hosts: hosts.slice(0, mostHostsCharacters),
    resolve: askNameServers,
  });
}

/** Names are asked for in the agent, and each once. */
export function createHostNames(known: Known): HostNames {
  const own = new Set([...known.addresses, ...known.names].map(canonicalHost));
  const listed = parseHosts(known.hosts);
  const asked = new Map<string, Promise<readonly string[]>>();
  const isHere = (host: string) =>
    own.has(host) || /^(127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|(.*\.)?localhost)$/.test(host);

  async function addressesOf(name: string): Promise<readonly string[]> {
    const inFile = listed.get(name);
    if (inFile !== undefined) return inFile;
    const before = asked.get(name);
    if (before !== undefined) return await before;
    if (asked.size >= mostLookUps) return [];
    const found = known.resolve(name).catch(() => []);
    asked.set(name, found);
    return await found;
  }

  return {
    async endpointsOf(address) {
      const parsed = parseEndpoint(address);
      if (parsed === null) return null;
      const { host, port } = parsed;
      if (isHere(host)) return [`${here}:${port}`];
      if (isIP(host) !== 0 || host.startsWith("[")) return [`${host}:${port}`];
      const addresses = (await addressesOf(host)).map(canonicalHost);
      const others = addresses.filter((each) => !isHere(each)).sort();
      const name = `${host}:${port}`;
      const all = others.map((each) => `${each}:${port}`);
      return others.length < addresses.length ? [`${here}:${port}`, name, ...all] : [name, ...all];
    },
  };
}

/** Addresses by name, as /etc/hosts lists them. */
function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*$/, "").trim().split(/\s+/);
    if (isIP(address.replace(/%.*$/, "")) === 0) continue;
    for (const name of names.map(canonicalHost)) found.set(name, [...(found.get(name) ?? []), address]);
  }
  return found;
}

/** Not by the system's own look-up, of which a few slow ones would hold up every file that the agent reads. */
async function askNameServers(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 1500, tries: 1, maxTimeout: 1500 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value.slice(0, 20) : []));
}
