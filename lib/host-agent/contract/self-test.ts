import { z } from "zod";
import { itemSchema } from "#lib/domain/checklist/item.ts";
import { probeIdSchema } from "#lib/domain/probe/probes.ts";

/** One leak that was planted on purpose between two throwaway tenants, and what the probes made of it. */
export const leakResultSchema = z.strictObject({
  /** Stable: "readable-workspace". */
  id: z.string().max(60),
  /** What was planted, for an operator. */
  title: z.string().max(200),
  /** The probes that have to turn red, each of them. */
  expected: z.array(probeIdSchema),
  /** The probes that were red with the leak and not without it. */
  turnedRed: z.array(probeIdSchema),
  /** The items of the checklist that have to turn red, of either tenant, and those that did. */
  expectedItems: z.array(itemSchema).default([]),
  redItems: z.array(itemSchema).default([]),
  /** True when every expected probe and item turned red and no other did. */
  isCaught: z.boolean(),
  /** Why it was not caught, or could not be planted here; null when it was. */
  detail: z.string().max(600).nullable(),
});
export type LeakResult = z.infer<typeof leakResultSchema>;

/** What the `self-test` verb streams. Hanging up cancels it: leaks and throwaway tenants are removed. */
export const selfTestEventSchema = z.discriminatedUnion("type", [
  /** Every leak that will be planted, in order. */
  z.strictObject({
    type: z.literal("started"),
    leaks: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  }),
  /** Something is being done; for people who wait. */
  z.strictObject({ type: z.literal("note"), text: z.string().max(1200) }),
  z.strictObject({ type: z.literal("leak"), result: leakResultSchema }),
  z.strictObject({ type: z.literal("finished"), at: z.iso.datetime(), durationMs: z.number() }),
]);
export type SelfTestEvent = z.infer<typeof selfTestEventSchema>;
