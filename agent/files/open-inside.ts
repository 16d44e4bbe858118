import { isUtf8 } from "node:buffer";
import { constants, type Stats } from "node:fs";
import { type FileHandle, open, opendir, readlink } from "node:fs/promises";
import { during } from "#agent/watchdog/work-board.ts";
import { openUnlinked } from "./open-unlinked.ts";

/** What the tenant's tree shows at a path: the thing itself, or why it was not touched. */
export type Inside<T> =
  | { readonly status: "ok"; readonly value: T; readonly stat: Stats }
  | { readonly status: "missing" }
  | { readonly status: "refused"; readonly reason: string };

const maxFileBytes = 1024 * 1024;

/**
 * Reads a text file of a tenant's tree as an agent that the tenant may try to
 * trick: no symbolic or hard link is followed, none on the way leads into
 * another view of the host, a pipe or device is never opened, and the place that is read is the place that was checked.
 *
 * @param root real path of the tenant's tree; nothing outside it is read
 */
export async function readInside(
  root: string,
  file: string,
  maxBytes = maxFileBytes,
): Promise<Inside<string>> {
  const inside = await readBytesInside(root, file, maxBytes);
  return inside.status === "ok" ? { ...inside, value: inside.value.toString("utf8") } : inside;
}

/** As {@link readInside}, for what must be hashed byte by byte. */
export function readBytesInside(
  root: string,
  file: string,
  maxBytes = maxFileBytes,
): Promise<Inside<Buffer>> {
  return withFileInside(root, file, maxBytes, async (handle, stat) => {
    const value = await readBounded(handle, maxBytes);
    if (value === null) return { status: "refused", reason: `${file} grew beyond ${maxBytes} bytes` };
    return { status: "ok", value, stat };
  });
}

/** Looks with the same precautions whether a file could be read, and opens nothing. */
export function lookInside(root: string, file: string, maxBytes: number): Promise<Inside<null>> {
  return withPlaceInside(root, file, async (_, stat) => {
    const reason = whyNotRead(file, stat, maxBytes);
    return reason === null ? { status: "ok", value: null, stat } : { status: "refused", reason };
  });
}

/** Names in a directory of a tenant's tree, sorted; at most `maxEntries`, then refused. */
export async function listInside(
  root: string,
  directory: string,
  maxEntries = 1000,
): Promise<Inside<string[]>> {
  return withPlaceInside(root, directory, async (place, stat) => {
    if (!stat.isDirectory()) return { status: "refused", reason: `${directory} is not a directory` };
    const names: string[] = [];
    for await (const entry of await opendir(place, { encoding: "buffer" as BufferEncoding })) {
      if (names.length === maxEntries) {
        return { status: "refused", reason: `${directory} holds more than ${maxEntries} entries` };
      }
      const name = nameOf(entry.name as string | Buffer);
      if (name === null) {
        const shown = entry.name.toString();
        return { status: "refused", reason: `${directory} holds a name that is not valid UTF-8 (${shown})` };
      }
      names.push(name);
    }
    return { status: "ok", value: names.sort(), stat };
  });
}

/** Opens a regular file of a tenant's tree with the same precautions, and closes it afterwards. */
export function withFileInside<T>(
  root: string,
  file: string,
  maxBytes: number,
  use: (handle: FileHandle, stat: Stats) => Promise<Inside<T>>,
): Promise<Inside<T>> {
  return withPlaceInside(root, file, async (place, stat) => {
    const reason = whyNotRead(file, stat, maxBytes);
    if (reason !== null) return { status: "refused", reason };
    const handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await use(handle, stat);
    } finally {
      await handle.close();
    }
  });
}

function whyNotRead(file: string, stat: Stats, maxBytes: number): string | null {
  if (!stat.isFile()) return `${file} is not a regular file`;
  if (stat.nlink !== 1) return `${file} has a second name (hard link)`;
  return stat.size > maxBytes ? `${file} is larger than ${maxBytes} bytes` : null;
}

/** Null for a name that can't be told as text: the file would seem to be missing under what is left of it. */
function nameOf(name: string | Buffer): string | null {
  if (typeof name === "string") return name;
  return isUtf8(name) ? name.toString("utf8") : null;
}

function withPlaceInside<T>(
  root: string,
  file: string,
  use: (place: string, stat: Stats) => Promise<Inside<T>>,
): Promise<Inside<T>> {
  return during({ file }, () => openPlace(root, file, use));
}

async function openPlace<T>(
  root: string,
  file: string,
  use: (place: string, stat: Stats) => Promise<Inside<T>>,
): Promise<Inside<T>> {
  let handle: FileHandle | null = null;
  try {
    handle = await openUnlinked(file, root);
    const place = `/proc/self/fd/${handle.fd}`;
    const [stat, real] = await Promise.all([handle.stat(), readlink(place)]);
    if (stat.isSymbolicLink()) return { status: "refused", reason: `${file} is a symbolic link` };
    if (real !== root && !real.startsWith(`${root}/`)) {
      return { status: "refused", reason: `${file} leads out of the tenant's tree` };
    }
    return await use(place, stat);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Nothing can be there under a name that is too long for one.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return { status: "missing" };
    return { status: "refused", reason: `${file} can't be read (${code ?? "unknown error"})` };
  } finally {
    await handle?.close();
  }
}

async function readBounded(handle: FileHandle, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(64 * 1024), 0, 64 * 1024, size);
    if (bytesRead === 0) return Buffer.concat(chunks);
    size += bytesRead;
    if (size > maxBytes) return null;
    chunks.push(buffer.subarray(0, bytesRead));
  }
}
