import { z } from "zod";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { type AuditFinding, type AuditResult, auditSeverities } from "#lib/host-agent/contract/audit.ts";

/** What `openclaw security audit --json` prints. Keys that this version doesn't know are left out. */
const findingSchema = z.object({
  checkId: z.string(),
  severity: z.enum(auditSeverities),
  title: z.string(),
  detail: z.string(),
  remediation: z.string().optional(),
});
const reportSchema = z.object({
  summary: z.object({
    critical: z.number().int(),
    warn: z.number().int(),
    info: z.number().int(),
  }),
  findings: z.array(findingSchema),
  suppressedFindings: z
    .array(findingSchema.extend({ suppression: z.object({ reason: z.string().optional() }).optional() }))
    .default([]),
  secretDiagnostics: z.array(z.unknown()).default([]),
});
const failureSchema = z.object({
  ok: z.literal(false),
  error: z.object({ message: z.string() }),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

type AuditReport = Pick<AuditResult, "summary" | "findings" | "suppressed" | "secretDiagnostics">;

/**
 * @param mask applied to every text, because findings quote the configuration
 * @returns null when the text is no report
 */
export function parseAudit(text: string, mask: (line: string) => string): AuditReport | null {
  const parsed = reportSchema.safeParse(parseOrNull(text));
  if (!parsed.success) return null;
  const { summary, findings, suppressedFindings, secretDiagnostics } = parsed.data;
  const maskText = (value: string) => value.split("\n").map(mask).join("\n");
  return {
    summary: { critical: summary.critical, warn: summary.warn, info: summary.info },
    findings: findings.map((finding) => toFinding(finding, maskText)),
    suppressed: suppressedFindings.map((finding) => ({
      finding: toFinding(finding, maskText),
      reason: maskText(finding.suppression?.reason ?? "No reason is given."),
    })),
    secretDiagnostics: secretDiagnostics.map((each) =>
      maskText(typeof each === "string" ? each : JSON.stringify(each)),
    ),
  };
}

/** The reason that OpenClaw gives as JSON when a command can't run; null when the text has none. */
export function parseFailure(text: string): string | null {
  const parsed = failureSchema.safeParse(parseOrNull(text));
  if (!parsed.success) return null;
  const { error, issues } = parsed.data;
  const details = issues.slice(0, 5).map(({ path, message }) => `${path}: ${message}`);
  return [error.message, ...details].join("; ");
}

function toFinding(finding: z.infer<typeof findingSchema>, mask: (text: string) => string): AuditFinding {
  return {
    checkId: finding.checkId,
    severity: finding.severity,
    title: mask(finding.title),
    detail: mask(finding.detail),
    remedy: finding.remediation === undefined ? null : mask(finding.remediation),
  };
}
