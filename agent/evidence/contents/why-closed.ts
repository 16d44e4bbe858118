import { findProgram, hostPrograms, isProgram } from "#agent/reader/runner/host-program.ts";
import type { Rest } from "#agent/reader/runner/outlet.ts";
import { type ClosedKind, isClosed, type PackedKind } from "#agent/reader/runner/packed-kind.ts";

const locks: ReadonlySet<string> = new Set(["age", "openssl", "pgp"] satisfies ClosedKind[]);

/** Why no reader can unpack it, in words that follow its name; null where one may. */
export function whyClosed(kind: PackedKind | ClosedKind, programs = hostPrograms): string | null {
  if (locks.has(kind)) return `is locked with ${kind}, and nobody here has the key`;
  if (isClosed(kind)) return `is packed with ${kind}, which nothing here opens`;
  if (!isProgram(kind) || findProgram(kind, programs) !== null) return null;
  return `could not be unpacked: this host has no ${kind}`;
}

const wordsOfRests: Readonly<Record<Exclude<Rest, "part">, string>> = {
  closed: "something in it is locked, or packed in a way that nothing here opens",
  "no-xz": "this host has no xz",
  "no-bzip2": "this host has no bzip2",
  "no-lz4": "this host has no lz4",
};

/** Why not all of a file was unpacked, in words that follow its name. */
export function describeRests(rests: readonly Rest[]): string {
  const reasons = rests.flatMap((rest) => (rest === "part" ? [] : wordsOfRests[rest]));
  return `could not be unpacked whole${reasons.length === 0 ? "" : `: ${reasons.join(", and ")}`}`;
}
