/** `replace`: to put something else in its place, by the directory that it lies in. `reach`: to get to where it lies. */
export type How = "list" | "read" | "write" | "replace" | "reach";

/** A place, how it must not be open, and what it is, for an operator. */
export type Door = { readonly place: string; readonly ways: readonly How[]; readonly what: string };

export type Subject = {
  readonly slug: string;
  readonly uid: number;
  readonly gid: number;
  /** Every group that it may be in, its own included. */
  readonly gids: readonly number[];
  /** What is its own and not its to change. */
  readonly own: readonly Door[];
  /** What its rights let it run, if it can get there. */
  readonly programs: readonly Door[];
};

/** Where something of a tenant's tree is to be seen: at the tree itself, or where it is mounted besides. */
export type Entrance = {
  readonly slug: string;
  readonly place: string;
  readonly isMounted: boolean;
  /** The tree itself. What is in there is told by it: a mount with moved ids may be closed to root. */
  readonly tree: string;
  /** What of the tree is seen there, below its root: "", "state/x". */
  readonly below: string;
};

export type Order = {
  readonly subjects: readonly Subject[];
  readonly doors: readonly Door[];
  /** Directories of the installation's in which nothing at all may be open. */
  readonly closed: readonly Door[];
  /** Trees of programs and settings in which no tenant may change anything. */
  readonly unwritable: readonly (Door & { readonly isDeep: boolean })[];
  readonly entrances: readonly Entrance[];
  readonly limitMs: number;
};

/** What a tenant's user may do at a place that is not its own. */
export type OpenPlace = {
  readonly type: "open";
  readonly slug: string;
  readonly how: How;
  readonly place: string;
  readonly what: string;
  readonly kind: "door" | "own" | "closed" | "unwritable" | "device" | "program" | "tree";
  /** Whose tree it belongs to, and what of it; for kind "tree" alone. */
  readonly of: { readonly slug: string; readonly below: string; readonly isMounted: boolean } | null;
  /** Why the kernel lets it: the mode of the place, or an access list of it or of one on the way. */
  readonly why: Why;
};
export type Why =
  | { readonly by: "owner" | "mode"; readonly place: string; readonly mode: number }
  | { readonly by: "access-list"; readonly place: string };

export type Answer =
  | OpenPlace
  /** For everybody where the slug is null. */
  | { readonly type: "unmeasured"; readonly slug: string | null; readonly reason: string }
  | { readonly type: "done" };
