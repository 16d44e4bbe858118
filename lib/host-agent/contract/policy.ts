import { z } from "zod";

/** What the running Gateway itself says its agent can do. */
export const policyReadingSchema = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("not-read"),
    /** For an operator. */
    reason: z.string(),
    at: z.iso.datetime(),
  }),
  z.strictObject({
    status: z.literal("read"),
    at: z.iso.datetime(),
    /** Every tool of a fresh conversation, from `tools.effective`. */
    tools: z.array(z.strictObject({ id: z.string(), source: z.string() })).max(500),
    /** `tools.exec.mode` of the configuration in force; null when it isn't set. */
    commands: z.string().nullable(),
    isWorkspaceOnly: z.boolean(),
    hasOpenAiApi: z.boolean(),
    /** `agents.defaults.sandbox.mode`; null when it isn't set. */
    sandboxMode: z.string().nullable(),
    /** Whether this host gives the tenant's commands a sandbox. */
    canSandbox: z.boolean(),
    /** A tool outside the policy that was asked for over HTTP; null when the policy gives all that can be tried without harm. */
    tried: z
      .strictObject({
        tool: z.string(),
        status: z.number().int(),
        /** Status of the same question for a tool that the policy gives. */
        controlStatus: z.number().int(),
        outcome: z.enum(["refused", "answered", "not-measured"]),
      })
      .nullable(),
  }),
]);
export type PolicyReading = z.infer<typeof policyReadingSchema>;
