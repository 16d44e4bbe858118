import { readFile } from "node:fs/promises";

/** What systemd-resolved asks itself, beside the file that sends everybody to it. */
const upstreamFile = "/run/systemd/resolve/resolv.conf";

/** True when this host knows a way to the rest of the world. */
export async function hasDefaultRoute(): Promise<boolean> {
  const [v4, v6] = await Promise.all([read("/proc/net/route"), read("/proc/net/ipv6_route")]);
  return hasDefaultRoute4(v4) || hasDefaultRoute6(v6);
}

/** Reads /proc/net/route: interface, destination, gateway, flags, … */
export function hasDefaultRoute4(text: string): boolean {
  return text
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .some((fields) => fields[1] === "00000000" && fields[7] === "00000000");
}

/** Reads /proc/net/ipv6_route: destination, its length, source, …, flags, interface. A route of `lo` leads nowhere. */
export function hasDefaultRoute6(text: string): boolean {
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .some((fields) => /^0{32}$/.test(fields[0] ?? "") && fields[1] === "00" && fields[9] !== "lo");
}

/**
 * By which file names can be resolved in a network that doesn't reach this
 * host: the host's own, another one, or none.
 */
export async function findResolvers(): Promise<"own" | "none" | typeof upstreamFile> {
  if (namesOthers(await read("/etc/resolv.conf"))) return "own";
  return namesOthers(await read(upstreamFile)) ? upstreamFile : "none";
}

/** True when one of the resolvers is not this host itself. */
export function namesOthers(text: string): boolean {
  const servers = [...text.matchAll(/^[ \t]*nameserver[ \t]+(\S+)/gm)].flatMap(([, server]) => server ?? []);
  return servers.some((server) => !/^127\.|^::1$|^0\.0\.0\.0$|^::$/.test(server));
}

async function read(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
