import { z } from "zod";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

/**
 * Where a Gateway is in its life, as the agent sees it.
 * `absent` nothing is provisioned · `incomplete` provisioning began and did not finish ·
 * `stopped` · `starting` · `running` · `stopping` ·
 * `backing-off` died and will be started again at `nextAttemptAt` ·
 * `failed` will not be started again without an operator.
 */
export const gatewayPhases = [
  "absent",
  "incomplete",
  "stopped",
  "starting",
  "running",
  "stopping",
  "backing-off",
  "failed",
] as const;
export const gatewayPhaseSchema = z.enum(gatewayPhases);
export type GatewayPhase = z.infer<typeof gatewayPhaseSchema>;

/** How a Gateway process ended. `exitCode` and `signal` are both null when nobody was there to see it. */
export const gatewayExitSchema = z.strictObject({
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  at: z.iso.datetime(),
  /** What it means, for an operator. */
  reason: z.string(),
  /** The last lines it printed, oldest first, secrets masked. */
  lastLines: z.array(z.string()).max(40),
});
export type GatewayExit = z.infer<typeof gatewayExitSchema>;

/**
 * Which of two looks at a host came later, whatever was done to its clock in
 * between. Within one boot the greater uptime is later; any other boot is.
 */
export const observationOrderSchema = z.strictObject({
  bootId: z.string(),
  /** Milliseconds since the boot, those that the machine slept through among them. */
  uptimeMs: z.number().nonnegative(),
});
export type ObservationOrder = z.infer<typeof observationOrderSchema>;

/** One tenant's Gateway at one moment. Only the watch stream and `status` produce it. */
export const observationSchema = z.strictObject({
  slug: slugSchema,
  phase: gatewayPhaseSchema,
  /** Generation of the last accepted start, stop or restart. */
  generation: z.number().int(),
  pid: z.number().int().nullable(),
  uid: z.number().int().nullable(),
  /** When the process began. */
  startedAt: z.iso.datetime().nullable(),
  version: z.string().nullable(),
  /** SHA-256 of the configuration on disk, together with the files that it includes; null when it can't be read. */
  configHash: z.string().nullable(),
  /** SHA-256 of the configuration as the agent last wrote or accepted it; null or left out when that is not known. */
  writtenConfigHash: z.string().nullable().optional(),
  /** `/healthz`, asked only after the listener was seen to be the Gateway's own. */
  isLive: z.boolean(),
  /** `/startupz`. */
  isStarted: z.boolean(),
  /** `/readyz`: information only; null when not asked. */
  readiness: z.strictObject({ isReady: z.boolean(), failing: z.array(z.string()) }).nullable(),
  /** Set when the Gateway's port is held by a process that is not the Gateway. */
  portHolder: z
    .strictObject({ port: z.number().int(), uid: z.number().int(), pid: z.number().int().nullable() })
    .nullable(),
  memoryBytes: z.number().nullable(),
  restartCount: z.number().int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  lastExit: gatewayExitSchema.nullable(),
  at: z.iso.datetime(),
  /** Left out by agents from before it was kept. */
  order: observationOrderSchema.optional(),
});
export type Observation = z.infer<typeof observationSchema>;

/** What `watch` streams: everything once, then every change, and a beat at least every 5 s. */
export const watchEventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("snapshot"),
    agentBootId: z.string(),
    observations: z.array(observationSchema),
  }),
  z.strictObject({ type: z.literal("change"), observation: observationSchema }),
  z.strictObject({ type: z.literal("gone"), slug: slugSchema }),
  z.strictObject({
    type: z.literal("beat"),
    at: z.iso.datetime(),
    /** Taken at the same moment as `at`; left out by agents from before it was kept. */
    order: observationOrderSchema.optional(),
  }),
]);
export type WatchEvent = z.infer<typeof watchEventSchema>;
