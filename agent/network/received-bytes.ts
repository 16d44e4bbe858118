import { readFileSync } from "node:fs";
import { hasOwnNetwork } from "#agent/proc/network-of.ts";
import { runTool } from "./run-tool.ts";

/** By local port, and by the two ends of each connection. */
export type Received = ReadonlyMap<number, ReadonlyMap<string, number>>;

/**
 * How many bytes came in so far on each TCP connection that stands in the
 * network of a process. None where this host has no `ss`.
 */
export async function receivedBytes(pid: number): Promise<Received> {
  const list = ["-H", "-t", "-i", "-n", "-O", "state", "connected"];
  const [file, ...args] = hasOwnNetwork(pid)
    ? ["nsenter", `--target=${pid}`, "--net", "--", "ss", ...list]
    : ["ss", ...list];
  const result = await runTool(file ?? "ss", args).catch(() => null);
  return result?.exitCode === 0 ? parseReceived(result.stdout) : new Map();
}

/** Reads what `ss -HtinO` prints. One that received nothing has no number there. */
export function parseReceived(text: string): Received {
  const found = new Map<number, Map<string, number>>();
  for (const line of text.split("\n")) {
    const [, , , local, remote] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined) continue;
    const port = Number(local.split(":").at(-1));
    const ends = found.get(port) ?? new Map<string, number>();
    ends.set(`${local} ${remote}`, Number(/\bbytes_received:(\d+)/.exec(line)?.[1] ?? 0));
    found.set(port, ends);
  }
  return found;
}

/** How many TCP segments came in so far in the network of a process; null when it is gone. */
export function receivedSegments(pid: number): number | null {
  try {
    return parseSegments(readFileSync(`/proc/${pid}/net/snmp`, "utf8"));
  } catch {
    return null;
  }
}

/** Reads /proc/net/snmp: a line of names, and one of numbers in the same order. */
export function parseSegments(text: string): number | null {
  const [names = [], values = []] = text
    .split("\n")
    .filter((line) => line.startsWith("Tcp:"))
    .map((line) => line.split(" "));
  const count = Number(values[names.indexOf("InSegs")]);
  return Number.isInteger(count) ? count : null;
}
