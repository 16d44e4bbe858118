import type { Encoding } from "#agent/evidence/contents/search/secret-forms.ts";
import type { PackedEntry } from "#agent/reader/runner/frames.ts";
import type { ClosedKind, PackedKind } from "#agent/reader/runner/packed-kind.ts";

/** A directory whose files are looked through, with all below it. */
export type Root = {
  /** Without a link on the way. */
  readonly path: string;
  /** In a tenant's own tree everything counts; elsewhere what root alone gets at is nobody's copy. */
  readonly kind: "tree" | "place";
  /** Absolute; neither they nor what lies below them is looked at. */
  readonly leftOut: readonly string[];
};

export type LookOrder = {
  readonly id: number;
  /** Whose memory of unchanged files is used. */
  readonly memory: string;
  /** Null for those of the order before; without one nothing is looked at. */
  readonly secrets: readonly string[] | null;
  readonly roots: readonly Root[];
  /** What else is searched, each by itself. */
  readonly texts: readonly LookText[];
  /** Users who may have a copy of everything: root and the agent. */
  readonly trusted: readonly number[];
  readonly timeoutMs: number;
};

export type LookText = {
  readonly bytes: Uint8Array;
  /** The file that it was packed in, and what of it was packed by which name; null where it was in none. */
  readonly packed: { readonly file: string; readonly entries: readonly PackedEntry[] } | null;
};

export type FoundSecret = {
  /** Its place in the order's list. */
  readonly secret: number;
  /** "line 3" or "byte 8192" */
  readonly where: string;
  readonly encoding: Encoding;
};

/** Something of which every tenant has its own, by a digest of its bytes. */
export type Mark = {
  readonly kind: MarkKind;
  readonly digest: string;
  /** It may have come with a package that many have, as far as is known of what is packed. */
  readonly isOfPackage: boolean;
};
export type MarkKind = "private-key" | "identity-file" | "sign-in-file" | "browser-records";

/** What stands in a text; where nothing is known by its name, of marks only the keys. */
export type FoundText = { readonly secrets: readonly FoundSecret[]; readonly marks: readonly Mark[] };

/** What stands in one file. */
export type FoundFile = {
  readonly file: string;
  readonly uid: number;
  readonly secrets: readonly FoundSecret[];
  readonly marks: readonly Mark[];
  readonly archive: PackedKind | ClosedKind | null;
  /** The same as long as the file is. */
  readonly stamp: string;
  /** In milliseconds since 1970; nobody can set it. */
  readonly changedAt: number;
};

export type RootReport = {
  readonly path: string;
  readonly files: number;
  readonly found: readonly FoundFile[];
  /** What somebody may run, and disks, all of a tree's; null where not all of it was looked at. */
  readonly programs: readonly string[] | null;
  /** What the limits left out, in words. */
  readonly leftOut: readonly string[];
  /** What could not be looked at. */
  readonly problems: readonly string[];
};

export type LookResult = {
  /** A digest of the secrets that were searched for; null when there were none to go by. */
  readonly of: string | null;
  readonly reports: readonly RootReport[];
  /** In the order of the texts. */
  readonly texts: readonly FoundText[];
};
export type LookAnswer = LookResult & { readonly id: number };
