import { z } from "zod";
import { observationSchema } from "./observation.ts";
import { storedSecretSchema } from "./secrets.ts";

/** What the agent itself can put right on a host, beside writing the configuration again and restarting. */
export const agentFixes = ["rotate-gateway-token", "new-hooks-token", "move-secrets", "close-files"] as const;

export const fixRequestSchema = z.strictObject({
  fix: z.enum(agentFixes),
  /**
   * What was found, and what alone may be touched: fingerprints of tokens, settings
   * that hold a secret, or real paths. What is no longer as it was found is left alone.
   */
  subjects: z.array(z.string().min(1).max(1000)).min(1).max(200),
});
export type FixRequest = z.infer<typeof fixRequestSchema>;

export const fixResultSchema = z.strictObject({
  observation: observationSchema,
  /** Fingerprint of the Gateway's token as it is now, where the fix was about it. */
  gatewayToken: z.string().nullable(),
  /** Secrets that were moved to the tenant's secrets file, by their names there. */
  moved: z.array(storedSecretSchema),
  /** The configuration on disk has changed and the running Gateway has not taken it. */
  needsRestart: z.boolean(),
});
export type FixResult = z.infer<typeof fixResultSchema>;
