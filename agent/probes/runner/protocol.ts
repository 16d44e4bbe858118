/**
 * What agent and runner say to each other: one JSON document a line. The
 * runner's side of it is not to be trusted, because it runs as the tenant; the
 * agent parses every line (see runner-lines.ts). No secret is ever sent to a
 * runner: it reads its own tenant's token itself.
 */

/** A directory or file as somebody else sees it; `id` is "device:inode", so that a private /tmp is not taken for the shared one. */
export type Place = { readonly path: string; readonly id: string };

export type Outcome = "reached" | "refused" | "unmeasured";

/** What was tried and what came of it. `proof` is the SHA-256 of a canary that was read. */
export type Finding = {
  readonly outcome: Outcome;
  readonly seen: string;
  readonly proof?: string | undefined;
};

export type FileTarget = {
  readonly probe: string;
  readonly directories: readonly string[];
  readonly files: readonly string[];
};

export type PortTarget = {
  readonly probe: string;
  readonly port: number;
  /** True when a stand-in of the target's own runner answers there with its canary. */
  readonly isPlanted: boolean;
};

export type GatewayTarget = {
  readonly port: number;
  /** The listening socket that the agent saw to be the Gateway's own; a token is sent to no other. */
  readonly inode: number;
};

/** Everything a source is told of one target: names and numbers that any process of the host could learn. */
export type Target = {
  readonly slug: string;
  readonly uid: number;
  readonly files: readonly FileTarget[];
  readonly canaries: readonly string[];
  readonly writable: readonly string[];
  readonly process: { readonly pid: number; readonly startTicks: number } | null;
  /** Ports of the target's processes besides the Gateway's own, one of which may be an inspector. */
  readonly otherPorts: readonly number[];
  readonly gateway: GatewayTarget | null;
  /** True when the target holds the source's token already, so that showing it gives nothing away. */
  readonly knowsToken: boolean;
  readonly ports: readonly PortTarget[];
  /** Files and sockets of the target in places that everybody may use, by probe. */
  readonly leftFiles: Readonly<Record<string, readonly Place[]>>;
  readonly sockets: { readonly files: readonly Place[]; readonly abstract: string | null };
  readonly temporaryNames: { readonly place: Place; readonly names: readonly string[] } | null;
  readonly compileCaches: readonly Place[];
  readonly caches: readonly Place[];
  readonly workspace: string;
  /** Hashes of session ids that the target's own Gateway serves; null when they are not known. */
  readonly sessions: readonly string[] | null;
};

/** A tenant's managed browser at the time of the run. */
export type BrowserFound = {
  /** `started` for the run, and to be stopped after it. */
  readonly state: "off" | "running" | "started" | "failed";
  readonly port: number | null;
  /** The digest of the name that this very process of it has; null when it did not say. */
  readonly instance: string | null;
  readonly note: string;
};

/** A device that its own tenant paired for the run and removed again: it opens nothing any more. */
export type RemovedDevice = {
  readonly key: { readonly publicKey: string; readonly privateKey: string };
  readonly token: string;
};

/** What a source is told besides when it tries the target. */
export type AttemptTarget = Target & {
  /** "device:inode" of what lies in the target's tree, by which it is known under another path. */
  readonly ids: readonly string[];
  /** The digest of the canary's proof: tells whose canary was read, and not what is in it. */
  readonly seal: string;
  /** The key of the conversation that it began for the run; null when it did not. */
  readonly conversation: string | null;
  /** Where its managed browser listens; null when it does not run. */
  readonly browserPort: number | null;
  readonly removedDevice: RemovedDevice | null;
  readonly basePort: number;
};

/** Where the host itself is to be reached during a run. */
export type HostDoors = {
  /** Listeners of root's at the host's own addresses, on TCP and UDP, that say the word to whoever comes. */
  readonly listeners: readonly { readonly address: string; readonly port: number }[];
  readonly word: string;
  /** Where the dashboard answers the host agent, and by what an answer is known to be the dashboard's. */
  readonly dashboard: {
    readonly port: number;
    readonly addresses: readonly string[];
    readonly mark: string;
  } | null;
  /** Metadata services that take a connection of the host's. */
  readonly metadata: readonly { readonly address: string; readonly port: number }[];
};

export type Prepare = {
  readonly do: "prepare";
  readonly runId: string;
  readonly canary: string;
  readonly umask: number | null;
  readonly secretsFile: string;
  readonly workspace: string;
  readonly canaryDirectories: readonly string[];
  readonly sharedDirectories: readonly string[];
  readonly ports: readonly number[];
  readonly gateway: GatewayTarget | null;
  readonly runtimeAncestors: readonly Place[];
  readonly containerSockets: readonly string[];
  readonly hasScriptedModel: boolean;
  readonly host: HostDoors;
};
/** To look at its own places, so that others are told what to look for. */
export type Look = {
  readonly do: "look";
  readonly uid: number;
  readonly exact: readonly string[];
  /** Directories that may not be there: then what is nearest above. */
  readonly nearest: readonly string[];
  /** Where to look for what that user left. */
  readonly leftIn: readonly string[];
};
export type Attempt = {
  readonly do: "attempt";
  readonly self: string;
  /** Everything that stands in its own tree. */
  readonly own: readonly string[];
  readonly targets: readonly AttemptTarget[];
};
export type Squat = { readonly do: "squat"; readonly ports: readonly SquatPort[] };
export type SquatPort = { readonly port: number; readonly family: 4 | 6 };
export type Hear = { readonly do: "hear"; readonly ports: readonly SquatPort[] };
export type Command =
  | Prepare
  | Look
  | Attempt
  | Squat
  | Hear
  | { readonly do: "release" }
  | { readonly do: "clean" };

export type ResultLine = Finding & {
  readonly type: "result";
  readonly probe: string;
  readonly target: string;
  readonly ms: number;
};

/** What a runner found of its own surroundings; the same whatever the target. */
export type OwnFindings = Readonly<Record<string, Finding>>;

export type PreparedLine = {
  readonly type: "prepared";
  readonly canaries: readonly string[];
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
export type Line = ResultLine | PreparedLine | LookedLine | SquattedLine | HeardLine | DoneLine;

/** Every name that a runner plants begins with this, so that leftovers are known for what they are. */
export const plantPrefix = ".bulkhead-probe-";
/** The other half of `gateway.session-key`: the source's own token and key at the target's Gateway. */
export const conversationThere = "gateway.session-key-there";
/** Longest that one attempt over the network may take. */
export const attemptTimeoutMs = 2000;
/** A listener on this host takes a connection at once or never; squatting is tried often, so it waits less. */
export const hearTimeoutMs = 300;

export function squatKey({ port, family }: SquatPort): string {
  return `${family}:${port}`;
}
