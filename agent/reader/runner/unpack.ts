import { type HostPrograms, hostPrograms, ProgramMissing } from "./host-program.ts";
import type { Outlet } from "./outlet.ts";
import { isClosed, type PackedKind, packedKindOf } from "./packed-kind.ts";
import type { Packed } from "./packed-source.ts";
import { tarEntries } from "./tar-entries.ts";
import { unpackStream } from "./unpack-stream.ts";
import { zipEntries } from "./zip-entries.ts";

/** So many packed files may lie in each other, below the outermost; a tar in a tar counts as one. */
const mostDepth = 3;

/**
 * Hands over what is packed in an opened file, as bytes and one thing after
 * another; and after it, what is packed inside of that. Nothing of it is looked
 * at here: this runs as one tenant, and is told nothing of what it is held
 * against. The outlet limits bytes and files, and learns what was left out.
 */
export async function unpack(
  packed: Packed,
  kind: PackedKind,
  outlet: Outlet,
  programs: HostPrograms = hostPrograms,
): Promise<void> {
  try {
    await unpackAt(0, packed, kind, { outlet, programs });
  } catch {
    outlet.leave("part");
  }
}

type Way = { readonly outlet: Outlet; readonly programs: HostPrograms };

async function unpackAt(depth: number, packed: Packed, kind: PackedKind, way: Way): Promise<void> {
  const { outlet } = way;
  if (kind === "zip") {
    for (const content of zipEntries(packed)) {
      if (typeof content === "string") outlet.leave(content);
      else {
        await outlet.begin();
        if (!(await outlet.write(content))) return;
        await unpackInside(depth + 1, content, way);
      }
    }
    return;
  }
  // What lies inside of something has been handed over with it.
  const isHandedOver = kind === "tar" && typeof packed !== "number";
  const content = isHandedOver ? packed : await handOver(packed, kind, way);
  if (packedKindOf(content) !== "tar") return unpackInside(depth + 1, content, way);
  for (const entry of tarEntries(content)) {
    if (outlet.isFull) return;
    if (entry === null) outlet.leave("part");
    else await unpackInside(depth + 1, entry, way);
  }
}

async function unpackInside(depth: number, content: Buffer, way: Way): Promise<void> {
  const kind = packedKindOf(content);
  if (kind === null) return;
  if (isClosed(kind)) way.outlet.leave("closed");
  else if (depth > mostDepth || !way.outlet.takesAnother()) way.outlet.leave("part");
  else await unpackAt(depth, content, kind, way);
}

/** @returns the same bytes */
async function handOver(packed: Packed, kind: Exclude<PackedKind, "zip">, way: Way): Promise<Buffer> {
  const { outlet, programs } = way;
  const pieces: Buffer[] = [];
  await outlet.begin();
  try {
    for await (const piece of unpackStream(packed, kind, programs)) {
      pieces.push(piece);
      if (!(await outlet.write(piece))) break;
    }
  } catch (error) {
    outlet.leave(error instanceof ProgramMissing ? `no-${error.program}` : "part");
  }
  return Buffer.concat(pieces);
}
