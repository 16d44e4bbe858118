import { readFile } from "node:fs/promises";

/** A UNIX socket that takes connections: a file by its path as whoever bound it saw it, or an abstract name that begins with a NUL. */
export type UnixListener = { readonly path: string; readonly inode: number };

/** Flag and type of a stream socket that listens, as the kernel writes them. */
const accepting = 0x10000;
const stream = "0001";

/** Those of the network that a process is in; none for a process that is gone. */
export async function listUnixSockets(pid: number | "self" = "self"): Promise<UnixListener[]> {
  return parseUnixSockets(await readFile(`/proc/${pid}/net/unix`, "utf8").catch(() => ""));
}

export function parseUnixSockets(text: string): UnixListener[] {
  return text.split("\n").flatMap((line) => {
    const [, flags = "", type, inode, name] = /^\S+: \S+ \S+ (\S+) (\S+) \S+ +(\d+) (\S.*)$/.exec(line) ?? [];
    if (name === undefined || type !== stream || (Number.parseInt(flags, 16) & accepting) === 0) return [];
    // The kernel writes "@" for the NUL of an abstract name; a file's path may begin with it only where it is relative.
    return [{ path: name.startsWith("@") ? `\0${name.slice(1)}` : name, inode: Number(inode) }];
  });
}
