import { z } from "zod";

/** What provisioning will do, computed without touching anything. Paths are shown to the operator, never sent back. */
export const planSchema = z.strictObject({
  osUser: z.strictObject({
    name: z.string(),
    /** Absent until the user exists. */
    uid: z.number().int().nullable(),
    willBeCreated: z.boolean(),
  }),
  directories: z.array(
    z.strictObject({
      purpose: z.string(),
      path: z.string(),
      /** Octal, such as "0700". */
      mode: z.string(),
      owner: z.string(),
      exists: z.boolean(),
    }),
  ),
  ports: z.strictObject({ base: z.number().int(), last: z.number().int() }),
  runtime: z.strictObject({
    openclaw: z.string(),
    node: z.string(),
    path: z.string(),
    isInstalled: z.boolean(),
  }),
  configPath: z.string(),
  /** The configuration as it will be written, with secret references only; pretty-printed JSON. */
  config: z.string(),
  /** Each setting that hardens the boundary and its effect, in words for an operator. */
  hardening: z.array(z.strictObject({ setting: z.string(), effect: z.string() })),
  /** What the tenant should have and won't, and what that means; empty when nothing is missing. */
  risks: z.array(z.strictObject({ setting: z.string(), risk: z.string(), reason: z.string() })).default([]),
  /** Reasons why provisioning would be refused now; empty when it can go ahead. */
  obstacles: z.array(z.strictObject({ code: z.string(), message: z.string(), nextStep: z.string() })),
});
export type Plan = z.infer<typeof planSchema>;
