import { z } from "zod";
import { controlOutcomeSchema, outcomeSchema } from "#lib/domain/probe/outcome.ts";
import { probeIdSchema } from "#lib/domain/probe/probes.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

/** One thing that was tried from inside one tenant against another, and the control of the same run. */
export const attemptSchema = z.strictObject({
  probe: probeIdSchema,
  source: slugSchema,
  target: slugSchema,
  outcome: outcomeSchema,
  /** What the attempt saw, or the agent where there was nothing to reach, for an operator. Of the target's data at most the canary's name. */
  seen: z.string().max(600),
  control: z.strictObject({
    /** Who made the control: the target itself, root, or nobody. */
    by: z.enum(["target", "root", "nobody"]),
    outcome: controlOutcomeSchema,
    seen: z.string().max(600),
  }),
  durationMs: z.number(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** What the `probes` verb streams. Hanging up cancels the run: runners are stopped and canaries removed. */
export const probeEventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("started"),
    tenants: z.array(slugSchema),
    /** Tenants from which nothing could be tried, and why. */
    leftOut: z.array(z.strictObject({ slug: slugSchema, reason: z.string() })),
  }),
  /** All attempts of one source, in batches. */
  z.strictObject({ type: z.literal("attempts"), attempts: z.array(attemptSchema).max(500) }),
  z.strictObject({ type: z.literal("progress"), done: z.number().int(), total: z.number().int() }),
  z.strictObject({ type: z.literal("finished"), at: z.iso.datetime(), durationMs: z.number() }),
]);
export type ProbeEvent = z.infer<typeof probeEventSchema>;
