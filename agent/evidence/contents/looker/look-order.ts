import type { Encoding } from "#agent/evidence/contents/search/secret-forms.ts";
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
  readonly texts: readonly Uint8Array[];
  /** Users who may have a copy of everything: root and the agent. */
  readonly trusted: readonly number[];
  readonly timeoutMs: number;
};

export type FoundSecret = {
  /** Its place in the order's list. */
  readonly secret: number;
  /** "line 3" or "byte 8192" */
  readonly where: string;
  readonly encoding: Encoding;
};

/** Something of which every tenant has its own, by a digest of its bytes. */
export type Mark = { readonly kind: MarkKind; readonly digest: string };
export type MarkKind = "private-key" | "identity-file" | "sign-in-file" | "browser-records";

/** What stands in a text; of marks only the keys, which are known by themselves. */
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
