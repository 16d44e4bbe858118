import { z } from "zod";
import { itemSchema } from "#lib/domain/checklist/item.ts";
import { probeIdSchema } from "#lib/domain/probe/probes.ts";
import { recordLeakIds } from "#lib/domain/probe/record-leaks.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { hostEvidenceSchema } from "./evidence.ts";
import { observationOrderSchema } from "./observation.ts";

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
  /** Of a leak in the record: items that must count as not measured with it, and those that do. Left out of others. */
  unmeasured: z.strictObject({ expected: z.array(itemSchema), found: z.array(itemSchema) }).optional(),
  /** True when every expected probe and item turned red and no other did, or counts as not measured. */
  isCaught: z.boolean(),
  /** Why it was not caught, or could not be planted here; null when it was. */
  detail: z.string().max(600).nullable(),
});
export type LeakResult = z.infer<typeof leakResultSchema>;

const beatSchema = z.strictObject({ at: z.iso.datetime(), order: observationOrderSchema });

/**
 * What an agent with a wrong clock would hand over of the two tenants, one of
 * which has its workspace open to everybody. Whether it is believed is the
 * dashboard's to say, and so is how the leak in it was met.
 */
export const plantedRecordSchema = z.strictObject({
  leak: z.enum(recordLeakIds),
  /** A beat of its watch before the tenants were looked at. */
  before: beatSchema,
  evidence: hostEvidenceSchema,
  /** The tenant whose workspace was open. */
  opened: slugSchema,
  /** The next beat; null when none comes. */
  after: beatSchema.nullable(),
});
export type PlantedRecord = z.infer<typeof plantedRecordSchema>;

/** What the `self-test` verb streams. Hanging up cancels it: leaks and throwaway tenants are removed. */
export const selfTestEventSchema = z.discriminatedUnion("type", [
  /** Every leak that will be planted, in the record, too. */
  z.strictObject({
    type: z.literal("started"),
    leaks: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  }),
  /** Something is being done; for people who wait. */
  z.strictObject({ type: z.literal("note"), text: z.string().max(1200) }),
  z.strictObject({ type: z.literal("leak"), result: leakResultSchema }),
  z.strictObject({ type: z.literal("record"), record: plantedRecordSchema }),
  z.strictObject({ type: z.literal("finished"), at: z.iso.datetime(), durationMs: z.number() }),
]);
export type SelfTestEvent = z.infer<typeof selfTestEventSchema>;
