import { readFile } from "node:fs/promises";
import { type Listener, parseDatagramTable, parseSocketTable } from "./parse-socket-table.ts";

export type { Listener } from "./parse-socket-table.ts";

/**
 * Every listening TCP socket, IPv4 and IPv6, whoever owns it, of the network
 * that a process is in; of the agent's own when none is named. None for a
 * process that is gone.
 */
export async function listListeners(pid: number | "self" = "self"): Promise<Listener[]> {
  const [v4, v6] = await Promise.all([readTable(`/proc/${pid}/net/tcp`), readTable(`/proc/${pid}/net/tcp6`)]);
  return [...parseSocketTable(v4, 4), ...parseSocketTable(v6, 6)];
}

/** Every UDP socket that takes datagrams from whoever sends some, likewise. */
export async function listDatagramListeners(pid: number | "self" = "self"): Promise<Listener[]> {
  const [v4, v6] = await Promise.all([readTable(`/proc/${pid}/net/udp`), readTable(`/proc/${pid}/net/udp6`)]);
  return [...parseDatagramTable(v4, 4), ...parseDatagramTable(v6, 6)];
}

/** True when a socket bound to this address receives connections made to 127.0.0.1. */
export function answersLoopback4(listener: Listener): boolean {
  return listener.family === 4
    ? listener.address === "127.0.0.1" || listener.address === "0.0.0.0"
    : listener.address === "::" || listener.address === "::ffff:7f00:1";
}

/** True when a socket bound to this address receives connections made to ::1. */
export function answersLoopback6(listener: Listener): boolean {
  return listener.family === 6 && (listener.address === "::1" || listener.address === "::");
}

async function readTable(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    // A kernel without IPv6 has no tcp6 table, and a process that ends takes its tables along.
    if (["ENOENT", "ESRCH", "EINVAL"].includes(code)) return "";
    throw error;
  }
}
