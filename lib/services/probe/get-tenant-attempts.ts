import { db } from "#lib/db/db.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { type AttemptCounts, countAttempts, judgePair } from "#lib/domain/probe/judge-pair.ts";
import type { AttemptVerdict } from "#lib/domain/probe/marks.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/gateway/gateway-input.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type PairNow, readHostAttempts } from "./host-attempts.ts";
import type { TenantAttemptsDto } from "./probe-dto.ts";
import { loadProbeHost } from "./probe-host.ts";

const mostTrouble = 10;

/** What the other tenants of its host tried against one tenant, and what was tried from it, as it stands now. */
export async function getTenantAttempts(actor: Actor, input: GatewayInput): Promise<TenantAttemptsDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { hostId: true } });
  const host = tenant && (await loadProbeHost(tenant.hostId));
  if (host == null) throw notFound("tenant");
  const { complete, pairs } = await readHostAttempts(host, new Date());
  const against = pairs.filter(({ target }) => target === slug);
  const from = pairs.filter(({ source }) => source === slug);
  const names = new Map(host.tenants.map((one) => [one.slug, one.name]));
  const trouble = [...against, ...from].map(({ source, target, verdicts }) => {
    const other = source === slug ? target : source;
    const { failed } = countAttempts(verdicts);
    return { source, target, otherName: names.get(other) ?? other, failed };
  });
  return {
    others: against.length,
    triedAt: complete?.finishedAt?.toISOString() ?? null,
    stale: [...against, ...from].find(({ stale }) => stale !== null)?.stale ?? null,
    against: sumUp(against),
    from: sumUp(from),
    trouble: trouble
      .filter(({ failed }) => failed > 0)
      .toSorted((a, b) => b.failed - a.failed)
      .slice(0, mostTrouble),
  };
}

function sumUp(pairs: readonly PairNow[]): { verdict: AttemptVerdict; counts: AttemptCounts } {
  const verdict = worstVerdict(pairs.map(({ verdicts }) => judgePair(verdicts)));
  const counts = pairs.map(({ verdicts }) => countAttempts(verdicts));
  const sum = (key: AttemptVerdict) => counts.reduce((total, one) => total + one[key], 0);
  return {
    verdict: verdict === "accepted" ? "not-measured" : verdict,
    counts: { proven: sum("proven"), failed: sum("failed"), "not-measured": sum("not-measured") },
  };
}
