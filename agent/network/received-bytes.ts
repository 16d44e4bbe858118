import { hasOwnNetwork } from "#agent/proc/network-of.ts";
import { runTool } from "./run-tool.ts";

/**
 * How many bytes came in so far on each connection that stands at a port, by
 * its two ends, in the network of a process. None where this host has no `ss`.
 */
export async function receivedBytes(pid: number, port: number): Promise<ReadonlyMap<string, number>> {
  const list = ["-H", "-t", "-i", "-n", "-O", "state", "connected", `( sport = :${port} )`];
  const [file, ...args] = hasOwnNetwork(pid)
    ? ["nsenter", `--target=${pid}`, "--net", "--", "ss", ...list]
    : ["ss", ...list];
  const result = await runTool(file ?? "ss", args).catch(() => null);
  return result?.exitCode === 0 ? parseReceived(result.stdout) : new Map();
}

/** Reads what `ss -HtinO` prints. One that received nothing has no number there. */
export function parseReceived(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, , , local, remote] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined) continue;
    found.set(`${local} ${remote}`, Number(/\bbytes_received:(\d+)/.exec(line)?.[1] ?? 0));
  }
  return found;
}
