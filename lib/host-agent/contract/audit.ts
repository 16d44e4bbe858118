import { z } from "zod";

export const auditSeverities = ["critical", "warn", "info"] as const;
export const auditFindingSchema = z.strictObject({
  checkId: z.string(),
  severity: z.enum(auditSeverities),
  title: z.string(),
  detail: z.string(),
  remedy: z.string().nullable(),
});
export type AuditFinding = z.infer<typeof auditFindingSchema>;

/** One run of `openclaw security audit --json` inside the tenant's boundary. */
export const auditResultSchema = z.strictObject({
  summary: z.strictObject({
    critical: z.number().int(),
    warn: z.number().int(),
    info: z.number().int(),
  }),
  findings: z.array(auditFindingSchema),
  suppressed: z.array(z.strictObject({ finding: auditFindingSchema, reason: z.string() })),
  secretDiagnostics: z.array(z.string()),
  version: z.string(),
  configHash: z.string().nullable(),
  durationMs: z.number().int(),
  at: z.iso.datetime(),
});
export type AuditResult = z.infer<typeof auditResultSchema>;
