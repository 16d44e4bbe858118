import { z } from "zod";
import { itemSchema } from "#lib/domain/checklist/item.ts";
import { residualRiskIds, residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { verdictSchema } from "#lib/domain/checklist/verdict.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { probeIdSchema } from "#lib/domain/probe/probe.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { itemProblemSchema } from "./item-problem.ts";

const missingSchema = z.enum(["alone", "never", "outdated", "failed"]);
/** Why something doesn't count: there is nobody else · nobody did it · it is too old · it did not come to an end. */
export type Missing = z.infer<typeof missingSchema>;

const acceptedUntil = { until: z.iso.date() };

/**
 * Everything that stands on the one page, frozen when it was made. Beside the
 * client's own names it is codes, numbers and times: what was observed, paths,
 * reasons, what people wrote, and other tenants' names never get in here, so
 * that no page can print them.
 */
export const reportContentSchema = z.strictObject({
  formatVersion: z.literal(2),
  id: z.uuid(),
  clientName: z.string(),
  tenantName: z.string(),
  /** For the name of the file. */
  tenantSlug: z.string(),
  rung: gatewayRungSchema,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  items: z
    .array(
      z.strictObject({
        item: itemSchema,
        verdict: verdictSchema,
        /** What is wrong with it; empty unless it failed or is accepted. */
        problems: z.array(itemProblemSchema),
        /** Why it isn't measured; null when it is. */
        missing: missingSchema.nullable(),
        /** Last day on which somebody answers for it; null unless it is accepted. */
        acceptedUntil: z.iso.date().nullable(),
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
  /** Null when there is an audit that counts. */
  auditMissing: missingSchema.nullable(),
  /** What other tenants of the host tried against this one; null when it is not known. */
  attempts: z
    .strictObject({
      /** How many other tenants tried. */
      tenants: z.number().int(),
      refused: z.number().int(),
      /** Got through, and nobody answers for it. */
      reached: z.number().int(),
      /** Got through, and somebody answers for it. */
      accepted: z.number().int(),
      acceptedRisks: z.array(
        z.strictObject({
          probe: probeIdSchema,
          /** From how many tenants. */
          tenants: z.number().int(),
          ...acceptedUntil,
        }),
      ),
      notMeasured: z.number().int(),
      at: z.iso.datetime(),
    })
    .nullable(),
  /** Null when there are attempts that count. */
  attemptsMissing: missingSchema.nullable(),
  /** What the rules for known mistakes said; null when they were never applied. */
  mistakes: z
    .strictObject({
      playbookVersion: z.string(),
      lookedFor: z.number().int(),
      open: z.array(z.enum(mistakeIds)),
      /** Found, and somebody answers for them. */
      accepted: z.array(z.strictObject({ rule: z.enum(mistakeIds), ...acceptedUntil })),
      notMeasured: z.number().int(),
      at: z.iso.datetime(),
    })
    .nullable(),
  /** What is not isolated and what always remains. */
  residualRisks: z.array(z.enum(residualRiskIds)),
});
export type ReportContent = z.infer<typeof reportContentSchema>;

/** What is left of a report from before: it held what was observed and what people wrote, which no page prints any more. */
const firstFormatSchema = z
  .object({
    formatVersion: z.literal(1),
    ...reportContentSchema.pick({
      id: true,
      clientName: true,
      tenantName: true,
      tenantSlug: true,
      rung: true,
      createdAt: true,
      createdBy: true,
      audit: true,
    }).shape,
    items: z.array(
      z.object({ item: itemSchema, verdict: verdictSchema, measuredAt: z.iso.datetime().nullable() }),
    ),
    attempts: z
      .object({
        tenants: z.number().int(),
        refused: z.number().int(),
        reached: z.number().int(),
        accepted: z.number().int().default(0),
        notMeasured: z.number().int(),
        at: z.iso.datetime(),
      })
      .nullable()
      .default(null),
  })
  .transform(
    ({ items, attempts, ...rest }): ReportContent => ({
      ...rest,
      formatVersion: 2,
      items: items.map(({ item, verdict, measuredAt }) => ({
        item,
        verdict,
        problems: verdict === "failed" || verdict === "accepted" ? ["other"] : [],
        missing: verdict !== "not-measured" ? null : measuredAt === null ? "never" : "outdated",
        acceptedUntil: null,
        measuredAt,
      })),
      attempts: attempts && { ...attempts, acceptedRisks: [] },
      attemptsMissing: attempts === null ? "never" : null,
      auditMissing: rest.audit === null ? "never" : null,
      mistakes: null,
      residualRisks: residualRisks(rest.rung).map(({ id }) => id),
    }),
  );

/** A report as it lies in the database, from this version or the one before. */
export const storedReportSchema = z.union([reportContentSchema, firstFormatSchema]);

/** How many of the ten were measured, and how many proven. */
export function coverage(content: ReportContent): { measured: number; proven: number; failed: number } {
  const count = (verdict: string) => content.items.filter((row) => row.verdict === verdict).length;
  return { measured: 10 - count("not-measured"), proven: count("proven"), failed: count("failed") };
}
