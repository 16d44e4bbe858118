import { z } from "zod";
import { itemSchema } from "#lib/domain/checklist/item.ts";
import { residualRiskIds, residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { type Verdict, verdictSchema, worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { gatewayWordSchema } from "#lib/domain/gateway-word/word-verdict.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { type Overall, overallOf } from "#lib/domain/overall/overall.ts";
import { probeIdSchema } from "#lib/domain/probe/probes.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { itemProblemSchema } from "./item-problem.ts";

const missingSchema = z.enum(["alone", "never", "outdated", "silent", "failed"]);
/** Why something doesn't count: there is nobody else · nobody did it · it is too old · its server can't be heard · it did not come to an end. */
export type Missing = z.infer<typeof missingSchema>;

const acceptedUntil = { until: z.iso.date() };

/** One kind of attempt that got through, and nobody answers for it. */
const gotThroughSchema = z.strictObject({
  probe: probeIdSchema,
  /** From or to how many other tenants. */
  tenants: z.number().int(),
});
export type GotThrough = z.infer<typeof gotThroughSchema>;

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
      /** What of it, by kind. */
      reachedRisks: z.array(gotThroughSchema),
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
      /** For so many there was nothing to reach, as was seen on the host. Reports from before it was counted have none. */
      notApplicable: z.number().int().default(0),
      /** Of the last complete run; null where what got through is known from one that broke off. */
      at: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** Null when there are attempts that count. */
  attemptsMissing: missingSchema.nullable(),
  /** What got through from this tenant to others, by kind. */
  reachedOthers: z.array(gotThroughSchema),
  /** The attempts against this tenant and from it together; null where nobody else is on the host. */
  attemptsInAll: z
    .strictObject({ verdict: verdictSchema, failed: z.number().int(), accepted: z.number().int() })
    .nullable(),
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
  /** Whether its Gateway says of itself what the server shows; one from before that was asked is unheard. */
  ownWord: gatewayWordSchema.default("unheard"),
  /** What is not isolated and what always remains. */
  residualRisks: z.array(z.enum(residualRiskIds)),
});
export type ReportContent = z.infer<typeof reportContentSchema>;

type Known = Pick<ReportContent, "attempts" | "attemptsMissing">;

/** What a report from before says of the attempts in all: which were not measured it doesn't tell, so any counts. */
function attemptsInAllOf({ attempts, attemptsMissing }: Known): ReportContent["attemptsInAll"] {
  if (attempts === null) {
    return attemptsMissing === "alone" ? null : { verdict: "not-measured", failed: 0, accepted: 0 };
  }
  const { reached: failed, accepted, notMeasured, refused } = attempts;
  const verdict = worstVerdict([
    ...(failed > 0 ? (["failed"] as const) : []),
    ...(notMeasured > 0 ? (["not-measured"] as const) : []),
    ...(accepted > 0 ? (["accepted"] as const) : []),
    ...(refused > 0 ? (["proven"] as const) : []),
  ]);
  return { verdict, failed, accepted };
}

/** A report from before attempts were named and summed up. */
const withoutNamesSchema = reportContentSchema
  .omit({ reachedOthers: true, attemptsInAll: true })
  .extend({ attempts: reportContentSchema.shape.attempts.unwrap().omit({ reachedRisks: true }).nullable() })
  .transform((content): ReportContent => {
    const attempts = content.attempts && { ...content.attempts, reachedRisks: [] };
    const known = { ...content, attempts };
    return { ...known, reachedOthers: [], attemptsInAll: attemptsInAllOf(known) };
  });

/** What is left of the first reports: they held what was observed and what people wrote, which no page prints any more. */
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
  .transform(({ items, attempts, ...rest }): ReportContent => {
    const tried: Known = {
      attempts: attempts && { ...attempts, reachedRisks: [], acceptedRisks: [], notApplicable: 0 },
      attemptsMissing: attempts === null ? "never" : null,
    };
    return {
      ...rest,
      ...tried,
      formatVersion: 2,
      items: items.map(({ item, verdict, measuredAt }) => ({
        item,
        verdict,
        problems: verdict === "failed" || verdict === "accepted" ? ["other"] : [],
        missing: verdict !== "not-measured" ? null : measuredAt === null ? "never" : "outdated",
        acceptedUntil: null,
        measuredAt,
      })),
      reachedOthers: [],
      attemptsInAll: attemptsInAllOf(tried),
      auditMissing: rest.audit === null ? "never" : null,
      mistakes: null,
      ownWord: "unheard",
      residualRisks: residualRisks(rest.rung).map(({ id }) => id),
    };
  });

/** A report as it lies in the database, from this version or from one before. */
export const storedReportSchema = z.union([reportContentSchema, withoutNamesSchema, firstFormatSchema]);

/** The ten items by verdict. */
export function itemCounts({ items }: Pick<ReportContent, "items">): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict) => items.filter((row) => row.verdict === verdict).length;
  return {
    proven: count("proven"),
    failed: count("failed"),
    "not-measured": count("not-measured"),
    accepted: count("accepted"),
  };
}

/** The one word of the page, the same as the dashboard's at that moment. */
export function overallOfReport(content: ReportContent): Overall {
  const { attemptsInAll, mistakes, audit } = content;
  return overallOf({
    checklist: itemCounts(content),
    attempts: attemptsInAll,
    mistakes: mistakes && {
      open: mistakes.open.length,
      accepted: mistakes.accepted.length,
      notMeasured: mistakes.notMeasured,
    },
    audit,
  });
}
