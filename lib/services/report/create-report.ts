import { randomUUID } from "node:crypto";
import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type ReportContent, reportContentSchema } from "#lib/report/report-content.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { TenantAuditDto } from "#lib/services/audit/audit-dto.ts";
import { getTenantAudit } from "#lib/services/audit/index.ts";
import type { ItemDto } from "#lib/services/check/check-dto.ts";
import { isFirewallSeen } from "#lib/services/hardening/index.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { getTenantAttempts, type TenantAttemptsDto } from "#lib/services/probe/index.ts";
import { type AcceptanceDto, getTenantRisks, type TenantRisksDto } from "#lib/services/risk/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";

const inputSchema = z.strictObject({ slug: slugSchema });

/** Freezes what is known of a tenant now. Verdicts are those that count now: what has decayed is not measured. */
export async function createReport(
  actor: Actor,
  input: z.input<typeof inputSchema>,
): Promise<{ id: string }> {
  authorize(actor, "report.create");
  const { slug } = parseInput(inputSchema, input);
  const tenant = await getTenant(actor, { slug });
  const audit = await getTenantAudit(actor, { slug });
  const attempts = await getTenantAttempts(actor, { slug });
  const isLoopbackFirewalled = await isFirewallSeen(actor, slug);
  const risks = await getTenantRisks(actor, { slug });
  const content: ReportContent = reportContentSchema.parse({
    formatVersion: 1,
    id: randomUUID(),
    clientName: tenant.client.name,
    tenantName: tenant.name,
    tenantSlug: tenant.slug,
    hostName: tenant.host.name,
    rung: tenant.rung,
    createdAt: new Date().toISOString(),
    createdBy: actor.name,
    items: tenant.items.map(toReportItem),
    ...toReportAudit(audit),
    ...toReportAttempts(attempts),
    mistakes: toReportMistakes(risks),
    residualRisks: residualRisks(tenant.rung, { isLoopbackFirewalled }).map(({ title, buyerText }) => ({
      title,
      text: buyerText,
    })),
  } satisfies ReportContent);
  await db.$transaction(async (tx) => {
    await tx.report.create({
      data: {
        id: content.id,
        tenantId: tenant.id,
        content,
        createdById: actor.kind === "user" ? actor.userId : null,
      },
    });
    await recordActivity(tx, actor, {
      action: "report.create",
      tenantId: tenant.id,
      clientId: tenant.client.id,
      details: { slug, reportId: content.id },
    });
  });
  return { id: content.id };
}

function toReportItem(item: ItemDto): ReportContent["items"][number] {
  return {
    item: item.item,
    verdict: item.verdict,
    observed:
      item.facts.map(({ label, value }) => `${label}: ${value}`).join(" · ") || "Nothing was observed.",
    reason: reasonOf(item),
    how: item.how ?? "",
    measuredAt: item.observedAt,
  };
}

/** An accepted item says who answers for it, before what is wrong with it. */
function reasonOf({ verdict, reason, acceptances }: ItemDto): string | null {
  if (verdict !== "accepted") return reason;
  const answers = validOf(acceptances).map(
    (acceptance) =>
      `Accepted by ${acceptance.ownerName} until ${lastDayOf(acceptance)}: ${acceptance.reason}`,
  );
  return [...answers, reason ?? ""].join(" ").trim();
}

function validOf(acceptances: readonly AcceptanceDto[]): AcceptanceDto[] {
  return acceptances.filter(({ state }) => state === "valid");
}

/** An acceptance ends with the last moment of a day. */
function lastDayOf({ expiresAt }: Pick<AcceptanceDto, "expiresAt">): string {
  return new Date(Date.parse(expiresAt) - 1).toISOString().slice(0, 10);
}

function toReportMistakes({
  observedAt,
  playbookVersion,
  mistakes,
}: TenantRisksDto): ReportContent["mistakes"] {
  if (observedAt === null) return null;
  const by = (verdict: ItemDto["verdict"]) => mistakes.filter((mistake) => mistake.verdict === verdict);
  return {
    playbookVersion,
    lookedFor: mistakes.length,
    open: by("failed").map(({ title }) => title),
    accepted: by("accepted").flatMap(({ title, acceptances }) =>
      validOf(acceptances).map((acceptance) => ({
        title,
        ownerName: acceptance.ownerName,
        until: lastDayOf(acceptance),
      })),
    ),
    notMeasured: by("not-measured").length,
    at: observedAt,
  };
}

function toReportAttempts({
  others,
  triedAt,
  stale,
  against: { counts },
  accepted,
}: TenantAttemptsDto): Pick<ReportContent, "attempts" | "attemptsMissing"> {
  if (others === 0) return { attempts: null, attemptsMissing: "there is no other tenant on this host." };
  const isMeasured = counts.proven + counts.failed + counts.accepted > 0;
  if (!isMeasured || triedAt === null) {
    return { attempts: null, attemptsMissing: stale ?? "nothing has been tried yet." };
  }
  return {
    attempts: {
      tenants: others,
      refused: counts.proven,
      reached: counts.failed,
      accepted: counts.accepted,
      acceptedRisks: accepted.map(({ risk, acceptance, pairs }) => ({
        title: risk,
        tenants: pairs,
        ownerName: acceptance.ownerName,
        until: lastDayOf(acceptance),
        reason: acceptance.reason,
      })),
      notMeasured: counts["not-measured"],
      at: triedAt,
    },
    attemptsMissing: null,
  };
}

const countedStates: readonly string[] = ["clean", "warn", "critical"];

function toReportAudit({
  status,
  latest,
  lastDone,
}: TenantAuditDto): Pick<ReportContent, "audit" | "auditMissing"> {
  const run = [latest, lastDone].find((candidate) => candidate?.result != null);
  const result = run?.result;
  if (result == null || !countedStates.includes(status.state)) {
    return { audit: null, auditMissing: status.reason ?? "it has not been run inside this boundary." };
  }
  return {
    audit: {
      ...result.summary,
      suppressed: result.suppressed.length,
      at: result.at,
      version: result.version,
    },
    auditMissing: null,
  };
}
