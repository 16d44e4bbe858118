import { db } from "#lib/db/db.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import type { Ending } from "#lib/domain/probe/ending.ts";
import { countAttempts, judgePair } from "#lib/domain/probe/judge-pair.ts";
import { probeIdSchema, probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import { attemptFaultKey } from "#lib/domain/risk/accepted-attempts.ts";
import { toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import { type PairNow, readHostAttempts } from "./host-attempts.ts";
import type { AcceptedAttemptsDto, DirectionDto, TenantAttemptsDto } from "./probe-dto.ts";
import { loadProbeHost } from "./probe-host.ts";

const mostTrouble = 10;

/** What the other tenants of its host tried against one tenant, and what was tried from it, as it stands now. */
export async function getTenantAttempts(actor: Actor, input: GatewayInput): Promise<TenantAttemptsDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { id: true, hostId: true } });
  const host = tenant && (await loadProbeHost(tenant.hostId));
  if (tenant === null || host === null) throw notFound("tenant");
  const now = new Date();
  const { complete, pairs } = await readHostAttempts(host, now);
  const against = pairs.filter(({ target }) => target === slug);
  const from = pairs.filter(({ source }) => source === slug);
  const names = new Map(host.tenants.map((one) => [one.slug, one.name]));
  const trouble = [...against, ...from].map(({ source, target, verdicts }) => {
    const other = source === slug ? target : source;
    const { failed, accepted } = countAttempts(verdicts);
    return { source, target, otherName: names.get(other) ?? other, failed, accepted };
  });
  return {
    others: against.length,
    triedAt: complete?.finishedAt?.toISOString() ?? null,
    stale: [...against, ...from].find(({ stale }) => stale !== null)?.stale ?? null,
    against: sumUp(against),
    from: sumUp(from),
    accepted: await acceptedOf(tenant.id, against, now),
    trouble: trouble
      .filter(({ failed, accepted }) => failed + accepted > 0)
      .toSorted((a, b) => b.failed - a.failed || b.accepted - a.accepted)
      .slice(0, mostTrouble),
  };
}

function sumUp(pairs: readonly PairNow[]): DirectionDto {
  const counts = pairs.map(({ verdicts }) => countAttempts(verdicts));
  const sum = (key: Ending) => counts.reduce((total, one) => total + one[key], 0);
  return {
    verdict: worstVerdict(pairs.map(({ verdicts }) => judgePair(verdicts))),
    counts: {
      proven: sum("proven"),
      failed: sum("failed"),
      "not-measured": sum("not-measured"),
      accepted: sum("accepted"),
      "not-applicable": sum("not-applicable"),
    },
    gotThrough: probeIds.flatMap((probe) => {
      const tenants = pairs.filter(({ verdicts }) => verdicts.get(probe) === "failed").length;
      return tenants === 0 ? [] : [{ probe, tenants }];
    }),
  };
}

/** The acceptances that cover what gets through to a tenant now. */
async function acceptedOf(
  tenantId: string,
  against: readonly PairNow[],
  now: Date,
): Promise<AcceptedAttemptsDto[]> {
  const rows = await db.riskAcceptance.findMany({
    where: { tenantId, kind: "attempt", revokedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
  });
  return rows.flatMap((row) => {
    const probe = probeIdSchema.safeParse(row.subject).data;
    if (probe === undefined) return [];
    const covered = against
      .filter(({ verdicts }) => verdicts.get(probe) === "accepted")
      .map(({ source }) => attemptFaultKey(source))
      .filter((fault) => row.faults.includes(fault));
    const [acceptance] = toAcceptanceDtos([row], covered, now);
    if (acceptance === undefined || covered.length === 0) return [];
    return [{ probe, risk: probeOf(probe).risk, acceptance, pairs: covered.length }];
  });
}
