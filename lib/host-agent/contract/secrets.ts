import { z } from "zod";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { settingKeySchema } from "#lib/domain/channel/channel-setting.ts";
import { secretNameSchema } from "#lib/domain/credential/secret-name.ts";

/** A secret on its way to the host. Never logged, never in an error, never answered. */
export const secretValueSchema = z
  .string()
  .min(1)
  .max(8192)
  .refine((value) => value.trim() !== "", "It is empty.");

const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What may be known of a secret by everybody who may see the tenant. */
export const secretTraceSchema = z.strictObject({
  fingerprint: fingerprintSchema,
  /** Null where the format doesn't make it safe. */
  lastFour: z.string().length(4).nullable(),
});
export type SecretTrace = z.infer<typeof secretTraceSchema>;

/** Whether the running Gateway was told: `stopped` it reads the file when it starts. */
export const reloadSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("reloaded") }),
  z.strictObject({ state: z.literal("stopped") }),
  z.strictObject({ state: z.literal("failed"), reason: z.string() }),
]);
export type Reload = z.infer<typeof reloadSchema>;

export const secretSetSchema = secretTraceSchema.extend({ reload: reloadSchema });

export const storedSecretSchema = secretTraceSchema.extend({ name: z.string() });
export type StoredSecret = z.infer<typeof storedSecretSchema>;

/** What was looked through for a secret after it was taken away. */
export const revocationSchema = z.strictObject({
  /** False when it was gone before. */
  wasThere: z.boolean(),
  /** True when the secrets file, read again, has nothing in its place. */
  isGone: z.boolean(),
  /** Files of the tenant's tree that were searched for its value; null when it was gone before, so there was nothing to search for. */
  searchedFiles: z.number().int().nullable(),
  /** Files that still have the value, relative to the tenant's tree. */
  foundIn: z.array(z.string()),
  reload: reloadSchema,
});
export type Revocation = z.infer<typeof revocationSchema>;

export const rotationSchema = secretTraceSchema.extend({
  /** Null while the Gateway is stopped: the file alone was replaced. */
  running: z
    .strictObject({
      pid: z.number().int(),
      /** HTTP status that the Gateway gave to the old token and to the new one. */
      oldTokenStatus: z.number().int(),
      newTokenStatus: z.number().int(),
      /** True when the same process goes on. */
      isSameProcess: z.boolean(),
    })
    .nullable(),
  removedDevices: z.number().int(),
});
export type Rotation = z.infer<typeof rotationSchema>;

export const identifyRequestSchema = z.strictObject({
  kind: channelKindSchema,
  secrets: z.record(settingKeySchema, secretValueSchema),
});

/** Who a provider says the owner of a secret is. */
export const identifiedSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("identified"), name: z.string(), id: z.string() }),
  /** The provider knows it and says no. */
  z.strictObject({ state: z.literal("refused"), reason: z.string() }),
  /** The provider has no such call, or could not be reached. */
  z.strictObject({ state: z.literal("not-verified"), reason: z.string() }),
]);
export type Identified = z.infer<typeof identifiedSchema>;

/** How one account of a channel is at the running Gateway. */
export const channelStateSchema = z.strictObject({
  kind: z.string(),
  accountId: z.string(),
  /** `not-loaded`: it is configured and the Gateway doesn't have it. */
  state: z.enum(["running", "not-running", "not-loaded", "unknown"]),
  /** In words for an operator; empty where there is nothing to say. */
  detail: z.string(),
});
export type ChannelState = z.infer<typeof channelStateSchema>;
export const channelStatesSchema = z.strictObject({
  isRunning: z.boolean(),
  channels: z.array(channelStateSchema),
  at: z.iso.datetime(),
});

/** A code as a picture, `data:image/png;base64,…`. */
export const qrDataUrlSchema = z.string().startsWith("data:image/").max(40_000);

/** One step of linking an account by a code that a phone scans. */
export const linkSchema = z.strictObject({
  state: z.enum(["waiting", "linked", "failed", "unsupported"]),
  /** The code; shown and never kept. */
  qrDataUrl: qrDataUrlSchema.nullable(),
  /** Names the attempt; to be sent back. */
  sessionKey: z.string().max(500).nullable(),
  message: z.string(),
  /** What to do when there is no code; null while there is nothing to do but wait. */
  nextStep: z.string().nullable(),
  /** What does the same on the host, in a terminal; null while it isn't needed. */
  hostCommand: z.string().nullable(),
});
export type Link = z.infer<typeof linkSchema>;

export const secretNamesSchema = z.array(secretNameSchema).min(1).max(8);
