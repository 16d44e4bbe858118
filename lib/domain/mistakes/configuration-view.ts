import { z } from "zod";

const text = z.string().max(1000);
const fingerprint = z.string().max(64);

/** The parts of a view that can each be out of sight. */
export const viewParts = ["configuration", "places", "process", "dotenv", "archives"] as const;
export type ViewPart = (typeof viewParts)[number];

export const placeKinds = [
  "state",
  "configuration",
  "include",
  "workspace",
  "agent-state",
  "home",
  "log",
  "backups",
  "plugin",
  "channel",
  "browser-data",
  "sandbox-bind",
  "mount",
  "secrets",
  "open-file",
] as const;
/** By which way a place was reached that is not where it seems to be. */
export const placeWays = ["direct", "symlink", "bind-mount", "include", "relative", "home"] as const;

/** A file or directory that the tenant uses, as the host shows it. */
export const placeSchema = z.strictObject({
  kind: z.enum(placeKinds),
  /** What names it: "agents.defaults.workspace", "open file of pid 4711". */
  setting: text,
  given: text,
  /** With every symbolic link and bind mount resolved, as far as it exists. */
  real: text,
  /** "device:inode"; null when nothing is there. */
  inode: text.nullable(),
  via: z.enum(placeWays),
  /** Inside the tenant's own tree. */
  isInside: z.boolean(),
  /** Who else gets at it, by its mode or owner; null when nobody does, or when that is not told. */
  exposure: text.nullish(),
});
export type ViewPlace = z.infer<typeof placeSchema>;

export const secretRoles = ["gateway", "hooks", "channel", "model", "other"] as const;
export const secretPlaces = [
  "config",
  "file",
  "environment",
  "variable",
  "dotenv",
  "arguments",
  "store",
  "command",
] as const;

/** Where a secret was seen. Never holds its value. */
export const secretSightingSchema = z.strictObject({
  role: z.enum(secretRoles),
  /** The setting, variable or option that names it. */
  setting: text,
  place: z.enum(secretPlaces),
  /** The file or process it lies in; null for the configuration itself. */
  where: text.nullable(),
  /** Null when its value was out of reach; `where` then says why. */
  fingerprint: fingerprint.nullable(),
  /** Where in the tenant's secrets file the dashboard's configuration reads this setting; null or left out when it doesn't. */
  reference: text.nullish(),
  /** True for a value that stands in a public document. An agent of before says nothing of it. */
  isPublic: z.boolean().nullish(),
  /** Process that shows it, where it is none of the Gateway's. */
  foreignPid: z.number().int().nullish(),
});
export type SecretSighting = z.infer<typeof secretSightingSchema>;

export const channelAccountSchema = z.strictObject({
  kind: text,
  account: text,
  /** A name that the provider gives the account and that is no secret: a bot's number; or a fingerprint of it. */
  identity: text.nullable(),
  dmPolicy: text,
  /** How many people the allowlist names; null when anyone may write. */
  dmAllowed: z.number().int().nullable(),
  groupPolicy: text,
  /** Groups that are let in; null when all are. */
  groups: z.number().int().nullable(),
  /** True when within a group only named people may make it act. */
  hasSenderList: z.boolean(),
  /** Groups in which anyone may make it act; null when that is any group. An agent of before doesn't tell. */
  openGroups: z.number().int().nullable().optional(),
});
export type ChannelAccount = z.infer<typeof channelAccountSchema>;

export const agentViewSchema = z.strictObject({
  id: text,
  /** Named by the configuration itself; null when derived. */
  workspace: text.nullable(),
  /** Tools that act on the machine and that no sandbox holds: "exec", "files outside the workspace". */
  powers: z.array(text),
  /** Where it keeps its sessions, where the configuration says so. */
  stateDirectory: text.nullish(),
  /** True when the configuration gives it a model provider or key of its own. */
  hasOwnModelKeys: z.boolean().optional(),
});

/**
 * By what an agent is reached. `account`: whoever writes to an account of a
 * channel · `conversation`: one person, group or topic · `broadcast`: several
 * agents hear one conversation · `call`: a program that calls · `voice` · `role`:
 * people of a team who may run it · `schedule`: by itself · `tool`: another agent
 * of the same Gateway · `other`: a setting that names it.
 */
export const routeRoads = [
  "account",
  "conversation",
  "broadcast",
  "call",
  "voice",
  "role",
  "schedule",
  "tool",
  "other",
] as const;
export type RouteRoad = (typeof routeRoads)[number];

/**
 * What the configuration in effect on the host says of one tenant, reduced to
 * what the rules need. Holds fingerprints in the place of secrets.
 */
export const configurationViewSchema = z.strictObject({
  /** Real path of the tenant's tree. */
  tree: text,
  gaps: z.array(
    z.strictObject({
      part: z.enum(viewParts),
      reason: text,
      /** The one setting that is out of sight; left out where all of the part is. */
      setting: text.optional(),
    }),
  ),
  /**
   * Settings that differ from what the dashboard wrote or an operator adopted, which
   * writing the configuration again would undo; null when the file differs and can't be compared.
   */
  edited: z.array(text).nullable(),
  agents: z.array(agentViewSchema),
  /** Everything that leads to an agent by name, not `bindings` of the configuration alone. */
  bindings: z.array(
    z.strictObject({
      agent: text,
      channel: text,
      account: text,
      /** A person or group. */
      hasPeer: z.boolean(),
      /** An agent of before knew bindings alone. */
      road: z.enum(routeRoads).optional(),
      setting: text.optional(),
      /** Stands for as many agents as there are people who write. */
      isMany: z.boolean().optional(),
    }),
  ),
  channels: z.array(channelAccountSchema),
  browser: z.strictObject({
    isOn: z.boolean(),
    profiles: z.array(
      z.strictObject({
        name: text,
        driver: text.nullable(),
        attachesOnly: z.boolean(),
        /** host:port of its control address. */
        endpoint: text.nullable(),
        /** Where its name leads, too. An agent of before says nothing of it. */
        alsoAt: z.array(text).optional(),
        /** Fingerprint of the account that its address opens at a service elsewhere; null or left out where it opens none. */
        account: fingerprint.nullish(),
      }),
    ),
  }),
  ports: z.strictObject({
    base: z.number().int().nullable(),
    /** What the dashboard reserved for the tenant. */
    reserved: z.number().int(),
    pinned: z.array(z.strictObject({ setting: text, port: z.number().int() })),
  }),
  gateway: z.strictObject({
    authMode: text,
    /** OpenAI-compatible endpoints that are on. */
    openAiEndpoints: z.array(text),
    /** Who is let in by name with operator scopes, or by a proxy's word; null when anyone behind the proxy is. */
    namedOperators: z.number().int().nullable(),
    hooksPickSession: z.boolean(),
  }),
  session: z.strictObject({
    dmScope: text,
    visibility: text,
    /** Routes that have all who write there share the agent's one conversation, whatever `dmScope` is. */
    merging: z.array(text).optional(),
  }),
  secrets: z.array(secretSightingSchema),
  places: z.array(placeSchema),
  archives: z.array(
    z.strictObject({ name: text, /** Slugs of tenants whose trees are in it. */ holds: z.array(text) }),
  ),
});
export type ConfigurationView = z.infer<typeof configurationViewSchema>;
