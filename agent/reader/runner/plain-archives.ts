import type { ArchiveEntry } from "./tar-entries.ts";

/** Archives that pack nothing: as what they begin with is told, what lies in them may be packed. */
type Entries = Generator<ArchiveEntry | null>;

const arMark = 8;
const arHead = 60;

/** Of `ar`, as a package of Debian's is one. Null at last where it ends early or makes no sense. */
export function* arEntries(archive: Buffer): Entries {
  for (let at = arMark; at < archive.length; ) {
    const head = archive.toString("latin1", at, at + arHead);
    const size = Number.parseInt(head.slice(48, 58), 10);
    at += arHead;
    if (!head.endsWith("`\n") || !(size >= 0) || at + size > archive.length) return yield null;
    const name = head.slice(0, 16).trimEnd().replace(/\/$/, "");
    if (size > 0) yield { name, content: archive.subarray(at, at + size) };
    at += size + (size & 1);
  }
}

type CpioForm = {
  readonly head: number;
  readonly align: number;
  readonly radix: number;
  readonly name: readonly [number, number];
  readonly size: readonly [number, number];
};
/** Both of the forms that are written in text; a binary one is hardly made any more. */
const cpioForms: Readonly<Record<string, CpioForm>> = {
  "070701": { head: 110, align: 4, radix: 16, name: [94, 102], size: [54, 62] },
  "070702": { head: 110, align: 4, radix: 16, name: [94, 102], size: [54, 62] },
  "070707": { head: 76, align: 1, radix: 8, name: [59, 65], size: [65, 76] },
};

/** Of `cpio`, as what a package of Red Hat's has in it is one. Null at last where it ends early or makes no sense. */
export function* cpioEntries(archive: Buffer): Entries {
  for (let at = 0; at < archive.length; ) {
    const form = cpioForms[archive.toString("latin1", at, at + 6)];
    if (form === undefined) return yield null;
    const number = ([from, to]: readonly [number, number]) =>
      Number.parseInt(archive.toString("latin1", at + from, at + to), form.radix);
    const [nameSize, size] = [number(form.name), number(form.size)];
    if (!(nameSize > 0) || !(size >= 0)) return yield null;
    const name = archive.toString("utf8", at + form.head, at + form.head + nameSize - 1);
    if (name === "TRAILER!!!") return;
    const start = aligned(at + form.head + nameSize, form.align);
    if (start + size > archive.length) return yield null;
    if (size > 0) yield { name, content: archive.subarray(start, start + size) };
    at = aligned(start + size, form.align);
  }
  yield null;
}

const rpmLead = 96;
const rpmHead = 16;

/** What a package of Red Hat's has in it: two headers stand before it. */
export function* rpmEntries(archive: Buffer): Entries {
  const signature = rpmHeaderEnd(archive, rpmLead);
  const header = signature === null ? null : rpmHeaderEnd(archive, aligned(signature, 8));
  if (header === null || header >= archive.length) return yield null;
  yield { name: "payload", content: archive.subarray(header) };
}

function rpmHeaderEnd(archive: Buffer, at: number): number | null {
  if (at + rpmHead > archive.length || archive.readUInt32BE(at) !== 0x8eade801) return null;
  return at + rpmHead + archive.readUInt32BE(at + 8) * 16 + archive.readUInt32BE(at + 12);
}

function aligned(at: number, to: number): number {
  return Math.ceil(at / to) * to;
}
