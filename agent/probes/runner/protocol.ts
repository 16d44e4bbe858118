/**
 * What agent and runner say to each other: one JSON document a line. The
 * runner's side of it is not to be trusted, because it runs as the tenant; the
 * agent parses every line (see runner-lines.ts). No secret is ever sent to a
 * runner: it reads its own tenant's token itself.
 */

/** A directory or file as somebody else sees it; `id` is "device:inode", so that a private /tmp is not taken for the shared one. */
export type Place = { readonly path: string; readonly id: string };

/** Where a tenant has what, by name; a directory or a file. */
export type Places = Readonly<
  Record<
    | "tree"
    | "config"
    | "configFile"
    | "start"
    | "home"
    | "state"
    | "workspace"
    | "browser"
    | "credentials"
    | "logs"
    | "logFile"
    | "backups"
    | "secrets"
    | "secretsFile"
    | "cache"
    | "output"
    | "outputFile",
    string
  >
>;

export type PortTarget = {
  readonly port: number;
  /** How far it is from the first port of the target's block, which says what it is for. */
  readonly offset: number;
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
  readonly places: Places;
  readonly canaries: readonly string[];
  readonly process: { readonly pid: number; readonly startTicks: number } | null;
  /** Ports of the target's processes besides the Gateway's own, one of which may be an inspector. */
  readonly otherPorts: readonly number[];
  readonly gateway: GatewayTarget | null;
  /** True when the target holds the source's token already, so that showing it gives nothing away. */
  readonly knowsToken: boolean;
  readonly ports: readonly PortTarget[];
  /** Files of the target in directories that everybody may use, by directory. */
  readonly leftFiles: Readonly<Record<string, readonly Place[]>>;
  readonly sockets: { readonly files: readonly Place[]; readonly abstract: string | null };
  readonly temporaryNames: { readonly place: Place; readonly names: readonly string[] } | null;
  readonly compileCaches: readonly Place[];
  readonly caches: readonly Place[];
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
/** A listener, by its address or by the path or abstract name of its socket. `what` is for people. */
export type Door = { readonly what: string } & (
  | {
      readonly host: string;
      readonly port: number;
      readonly path?: never;
      readonly isUdp?: boolean | undefined;
    }
  | { readonly path: string; readonly isUdp?: undefined }
);
export type DatagramDoor = Extract<Door, { host: string }>;
/** What is asked for at a listener, and under which name of a host; without a name when that is empty. */
export type Route = { readonly path: string; readonly host: string };
/** To ask whatever listens, after it has looked around. */
export type Knock = {
  readonly do: "knock";
  readonly doors: readonly Door[];
  /** Where a proxy may have the others' Gateways, the likeliest first. */
  readonly guesses: readonly Route[];
  /** Where a server of files would have a canary. */
  readonly paths: readonly string[];
};
/** To open connections and keep them, so that the agent sees where they lead. */
export type Hold = {
  readonly do: "hold";
  readonly door: Door;
  readonly routes: readonly Route[];
  /** For each of the routes. */
  readonly count: number;
};
export type Squat = { readonly do: "squat"; readonly ports: readonly SquatPort[] };
export type SquatPort = { readonly port: number; readonly family: 4 | 6 };
export type Hear = { readonly do: "hear"; readonly ports: readonly SquatPort[] };
export type Command =
  | Prepare
  | Look
  | Attempt
  | Knock
  | Hold
  | { readonly do: "let-go" }
  | Squat
  | Hear
  | { readonly do: "release" }
  | { readonly do: "clean" };

/** The other half of `gateway.session-key`: the source's own token and key at the target's Gateway. */
export const conversationThere = "gateway.session-key-there";
/** Most listeners that speak HTTP of which one runner asks for more. */
export const mostOpenDoors = 30;
/** Most of those that take datagrams and answer of which one runner tells. */
export const mostOpenDatagrams = 20;
/** Most routes of one listener that a runner tells of. */
export const mostRoutes = 160;
/** What a Gateway answers to everybody. */
export const healthPath = "/healthz";
/** Asked of every listener. */
export const plainRoute: Route = { path: healthPath, host: "127.0.0.1" };
/** Most socket files of those it met that a runner asks. */
export const mostSockets = 200;
/** A listener on this host takes a connection at once or never; squatting is tried often, so it waits less. */
export const hearTimeoutMs = 300;

export function squatKey({ port, family }: SquatPort): string {
  return `${family}:${port}`;
}
