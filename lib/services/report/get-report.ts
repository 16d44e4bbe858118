import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type ReportContent, storedReportSchema } from "#lib/report/report-content.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { notFound } from "#lib/services/service-error.ts";

const inputSchema = z.strictObject({ id: z.uuid() });

/** @throws ServiceError NOT_FOUND for an unknown or malformed id */
export async function getReport(actor: Actor, input: z.input<typeof inputSchema>): Promise<ReportContent> {
  authorize(actor, "tenant.read");
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw notFound("report");
  const row = await db.report.findUnique({ where: { id: parsed.data.id } });
  if (row === null) throw notFound("report");
  return storedReportSchema.parse(row.content);
}
