import { z } from "zod";
import { itemSchema } from "#lib/domain/checklist/item.ts";
import { verdictSchema } from "#lib/domain/checklist/verdict.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";

/** Everything that stands on the one page, frozen when it was made. Holds no secret. */
export const reportContentSchema = z.strictObject({
  formatVersion: z.literal(1),
  id: z.uuid(),
  clientName: z.string(),
  tenantName: z.string(),
  tenantSlug: z.string(),
  hostName: z.string(),
  rung: gatewayRungSchema,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  items: z
    .array(
      z.strictObject({
        item: itemSchema,
        verdict: verdictSchema,
        /** What was observed, one line. */
        observed: z.string(),
        /** Why it isn't proven; null when it is. */
        reason: z.string().nullable(),
        /** How it was observed. */
        how: z.string(),
        measuredAt: z.iso.datetime().nullable(),
      }),
    )
    .length(10),
  audit: z
    .strictObject({
      critical: z.number().int(),
      warn: z.number().int(),
      info: z.number().int(),
      suppressed: z.number().int(),
      at: z.iso.datetime(),
      version: z.string(),
    })
    .nullable(),
  /** Why there is no audit that counts; null when there is one. */
  auditMissing: z.string().nullable(),
  /** What other tenants of the host tried against this one; null when it is not known, or in reports from before. */
  attempts: z
    .strictObject({
      /** How many other tenants tried. */
      tenants: z.number().int(),
      refused: z.number().int(),
      /** Got through, and nobody answers for it. */
      reached: z.number().int(),
      /** Got through, and somebody answers for it; none in reports from before. */
      accepted: z.number().int().default(0),
      acceptedRisks: z
        .array(
          z.strictObject({
            title: z.string(),
            /** From how many tenants. */
            tenants: z.number().int(),
            ownerName: z.string(),
            until: z.iso.date(),
            reason: z.string(),
          }),
        )
        .default([]),
      notMeasured: z.number().int(),
      at: z.iso.datetime(),
    })
    .nullable()
    .default(null),
  /** Why there are no attempts that count; null when there are. */
  attemptsMissing: z.string().nullable().default(null),
  /** What the rules for known mistakes said; null in reports from before, or when they were never applied. */
  mistakes: z
    .strictObject({
      playbookVersion: z.string(),
      lookedFor: z.number().int(),
      /** Titles of those found. */
      open: z.array(z.string()),
      /** Found, and somebody answers for them. */
      accepted: z.array(z.strictObject({ title: z.string(), ownerName: z.string(), until: z.iso.date() })),
      notMeasured: z.number().int(),
      at: z.iso.datetime(),
    })
    .nullable()
    .default(null),
  /** What is not isolated and what always remains, for the buyer. */
  residualRisks: z.array(z.strictObject({ title: z.string(), text: z.string() })),
});
export type ReportContent = z.infer<typeof reportContentSchema>;

/** How many of the ten were measured, and how many proven. */
export function coverage(content: ReportContent): { measured: number; proven: number; failed: number } {
  const count = (verdict: string) => content.items.filter((row) => row.verdict === verdict).length;
  return { measured: 10 - count("not-measured"), proven: count("proven"), failed: count("failed") };
}
