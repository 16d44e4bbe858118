import type { Finding } from "./finding.ts";
import type { BrowserFound, Door, Place, RemovedDevice, Route } from "./protocol.ts";

export type ResultLine = {
  readonly type: "result";
  readonly probe: string;
  readonly target: string;
  readonly ms: number;
  readonly finding: Finding;
};

/** What a runner found of its own surroundings; the same whatever the target. */
export type OwnFindings = Readonly<Record<string, Finding>>;

export type PreparedLine = {
  readonly type: "prepared";
  readonly canaries: readonly string[];
  /** By directory. */
  readonly leftFiles: Readonly<Record<string, readonly string[]>>;
  readonly socketFile: string | null;
  readonly abstract: string | null;
  readonly ports: readonly number[];
  readonly sessions: readonly string[] | null;
  readonly conversation: string | null;
  readonly browser: BrowserFound;
  readonly removedDevice: RemovedDevice | null;
  readonly own: OwnFindings;
};
export type SquattedLine = { readonly type: "squatted"; readonly taken: Readonly<Record<string, string>> };
export type HeardLine = { readonly type: "heard"; readonly answers: Readonly<Record<string, string>> };
type Left = { readonly files: readonly Place[]; readonly sockets: readonly Place[] };
export type LookedLine = {
  readonly type: "looked";
  readonly exact: readonly Place[];
  /** In the order that was asked in; what has nothing above it either is missing. */
  readonly nearest: readonly Place[];
  readonly left: Readonly<Record<string, Left>>;
};
export type DoneLine = { readonly type: "done"; readonly what: string };
export type KnockedLine = {
  readonly type: "knocked";
  readonly asked: number;
  /** How many of them take datagrams. */
  readonly datagrams: number;
  /**
   * What speaks HTTP: at which routes it answers as a Gateway does, at which in
   * another way than for names that nobody has, and the digests of what it
   * serves for canaries.
   */
  readonly found: readonly {
    readonly door: Door;
    readonly routes: readonly Route[];
    readonly hints: readonly Route[];
    readonly canaries: readonly string[];
  }[];
  /** The digest of what a listener of its own answered it. */
  readonly ownAnswer: string | null;
  readonly ownDatagram: string | null;
  /** What of everything was not asked, or why; null when all was. */
  readonly leftOut: "time" | "listeners" | "datagrams" | "sockets" | null;
};
export type HeldLine = { readonly type: "held"; readonly isOpen: boolean };
export type Line =
  | KnockedLine
  | HeldLine
  | ResultLine
  | PreparedLine
  | LookedLine
  | SquattedLine
  | HeardLine
  | DoneLine;
