import { type HostPrograms, hostPrograms, ProgramMissing } from "./host-program.ts";
import type { Outlet } from "./outlet.ts";
import {
  isClosed,
  isPlain,
  type PackedKind,
  type PlainKind,
  packedKindOf,
  unpackedName,
} from "./packed-kind.ts";
import type { Packed } from "./packed-source.ts";
import { arEntries, cpioEntries, rpmEntries } from "./plain-archives.ts";
import { type ArchiveEntry, tarEntries } from "./tar-entries.ts";
import { unpackStream } from "./unpack-stream.ts";
import { zipEntries } from "./zip-entries.ts";

/** So many packed files may lie in each other, below the outermost; a tar in a tar counts as one. */
const mostDepth = 3;

const entriesOf: Readonly<Record<PlainKind, (archive: Buffer) => Generator<ArchiveEntry | null>>> = {
  tar: tarEntries,
  ar: arEntries,
  cpio: cpioEntries,
  rpm: rpmEntries,
};

/**
 * Hands over what is packed in an opened file, as bytes and one thing after
 * another; and after it, what is packed inside of that, each with its names.
 * Nothing of it is looked at here: this runs as one tenant, and is told nothing
 * of what it is held against. The outlet limits bytes and files, and learns
 * what was left out.
 */
export async function unpack(
  packed: Packed,
  kind: PackedKind,
  outlet: Outlet,
  programs: HostPrograms = hostPrograms,
): Promise<void> {
  try {
    await unpackAt({ depth: 0, name: "", at: null }, packed, kind, { outlet, programs });
  } catch {
    outlet.leave("part");
  }
}

type Way = { readonly outlet: Outlet; readonly programs: HostPrograms };

/** Something that may be packed: how deep, by which names, and where the outlet has its bytes; null where it hasn't. */
type Spot = { readonly depth: number; readonly name: string; readonly at: number | null };

async function unpackAt(spot: Spot, packed: Packed, kind: PackedKind, way: Way): Promise<void> {
  const { outlet } = way;
  const { depth } = spot;
  if (kind === "zip") {
    for (const entry of zipEntries(packed)) {
      if (typeof entry === "string") outlet.leave(entry);
      else {
        await outlet.begin();
        const inner = { depth: depth + 1, name: inside(spot.name, entry.name), at: outlet.at };
        const takesMore = await outlet.write(entry.content);
        await outlet.name(inner.name, inner.at, entry.content.length);
        if (!takesMore) return;
        await unpackInside(inner, entry.content, way);
      }
    }
    return;
  }
  // What lies inside of something has been handed over with it.
  const isHandedOver = isPlain(kind) && typeof packed !== "number" && spot.at !== null;
  const { content, at } = isHandedOver
    ? { content: packed, at: spot.at }
    : await handOver(spot, packed, kind, way);
  const found = packedKindOf(content);
  if (found === null || !isPlain(found))
    return unpackInside({ name: unpackedName(spot.name), depth: depth + 1, at }, content, way);
  for (const entry of entriesOf[found](content)) {
    if (outlet.isFull) return;
    if (entry === null) outlet.leave("part");
    else {
      const inner = {
        depth: depth + 1,
        name: inside(spot.name, entry.name),
        at: at + entry.content.byteOffset - content.byteOffset,
      };
      await outlet.name(inner.name, inner.at, entry.content.length);
      await unpackInside(inner, entry.content, way);
    }
  }
}

async function unpackInside(spot: Spot, content: Buffer, way: Way): Promise<void> {
  const kind = packedKindOf(content, spot.name);
  if (kind === null) return;
  if (isClosed(kind)) way.outlet.leave("closed");
  else if (spot.depth > mostDepth || !way.outlet.takesAnother()) way.outlet.leave("part");
  else await unpackAt(spot, content, kind, way);
}

/** @returns the same bytes, and where the outlet has them */
async function handOver(
  { name }: Spot,
  packed: Packed,
  kind: Exclude<PackedKind, "zip">,
  { outlet, programs }: Way,
): Promise<{ readonly content: Buffer; readonly at: number }> {
  const pieces: Buffer[] = [];
  await outlet.begin();
  const { at } = outlet;
  try {
    for await (const piece of unpackStream(packed, kind, programs)) {
      pieces.push(piece);
      if (!(await outlet.write(piece))) break;
    }
  } catch (error) {
    outlet.leave(error instanceof ProgramMissing ? `no-${error.program}` : "part");
  }
  const content = Buffer.concat(pieces);
  await outlet.name(unpackedName(name), at, content.length);
  return { content, at };
}

function inside(outer: string, name: string): string {
  return `${outer}!/${name.replace(/^(\.?\/)+/, "")}`;
}
