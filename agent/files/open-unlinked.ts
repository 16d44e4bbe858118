import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import path from "node:path";

/** Linux's O_PATH, which Node doesn't name: a handle on the place itself, without opening what lies there. */
const O_PATH = 0o10000000;

/**
 * A handle on a place, reached name by name without following a link. A link
 * of /proc leads into another process's view of the host, in which a tenant may
 * have mounted what it likes; the same path without links stays in the agent's.
 *
 * @param file absolute; a link on the way is resolved as text first, a last one is what is opened
 * @param start a directory that only the agent can change, from which it is reached
 * @throws ENOENT, ENOTDIR, or ELOOP when a link was put there meanwhile
 */
export async function openUnlinked(file: string, start = "/"): Promise<FileHandle> {
  const way = path.join(await realpath(path.dirname(file)), path.basename(file));
  const relative = path.relative(start, way);
  const isBelow = relative !== ".." && !relative.startsWith("../");
  const from = isBelow ? start : "/";
  const names = path.relative(from, way).split("/").filter(Boolean);
  let at = await open(from, O_PATH | constants.O_DIRECTORY);
  for (const name of names) {
    const next = await open(`/proc/self/fd/${at.fd}/${name}`, O_PATH | constants.O_NOFOLLOW).finally(() =>
      at.close(),
    );
    at = next;
  }
  return at;
}

/** What stands at a place, looked at in the same way; null where nothing does, or where it can't be told. */
export async function statUnlinked(file: string, start = "/"): Promise<BigIntStats | null> {
  try {
    const handle = await openUnlinked(file, start);
    return await handle.stat({ bigint: true }).finally(() => handle.close());
  } catch {
    return null;
  }
}
