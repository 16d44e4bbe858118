import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { ProbeRun } from "#lib/db/generated/client.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { type ChangeKind, changeKinds, compareAttempts } from "#lib/domain/probe/compare-attempts.ts";
import { countAttempts, hasNothingToReach, judgePair } from "#lib/domain/probe/judge-pair.ts";
import { probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import { type ProbeFamily, probeFamilies } from "#lib/domain/probe/record/probe-family.ts";
import type { PairVerdicts } from "#lib/domain/probe/verdict-string.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { isHostHeard } from "#lib/services/observation/is-host-heard.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { type PairNow, readHostAttempts, readPairs } from "./host-attempts.ts";
import type { ProbeCellDto, ProbeMapDto, ProbeRiskDto } from "./probe-dto.ts";
import { loadProbeHost, toProbeTenant } from "./probe-host.ts";
import { toProbeRunDto } from "./probe-run-row.ts";

export const probeMapInput = z.object({
  /** Left out: the host of the tenant, or one whose agent can be heard. */
  hostId: z.uuid().optional(),
  slug: z.string().max(64).optional(),
  /** Look at the attempts of this family alone. */
  family: z.enum(probeFamilies).optional(),
});
export type ProbeMapInput = z.input<typeof probeMapInput>;

/** Every tenant of a host against every other, as it stands now, and what changed since the complete run before. */
export async function getProbeMap(actor: Actor, input: ProbeMapInput = {}): Promise<ProbeMapDto> {
  authorize(actor, "host.read");
  const { hostId, slug, family = null } = parseInput(probeMapInput, input);
  const listed = await db.host.findMany({
    where: { retiredAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, replacedById: true },
  });
  const hosts = listed.map(({ id, name }) => ({ id, name }));
  const tenant =
    slug === undefined ? null : await db.tenant.findUnique({ where: { slug }, select: { hostId: true } });
  const heard = listed.find(({ replacedById }) => replacedById === null) ?? listed[0];
  const shown = hostId ?? tenant?.hostId ?? heard?.id;
  if (shown === undefined) return empty;
  const host = await loadProbeHost(shown);
  if (host === null) throw notFound("host");
  const now = new Date();
  const [{ complete, incomplete, pairs }, latest] = await Promise.all([
    readHostAttempts(host, now),
    db.probeRun.findFirst({ where: { hostId: host.id }, orderBy: { seq: "desc" } }),
  ]);
  const previous = await previousRun(complete);
  const before = previous === null ? null : await readPairs(previous);
  const changes = { "new-failure": 0, fixed: 0, lost: 0 };
  const cells = pairs.map((pair): ProbeCellDto => {
    const { cell, kinds } = toCell(pair, before, family);
    for (const kind of kinds) changes[kind] += 1;
    return cell;
  });
  return {
    hosts,
    host: { id: host.id, name: host.name, isReachable: isHostHeard(host.lastSeenAt, now) },
    tenants: host.tenants.map(toProbeTenant),
    cells,
    latest: latest && toProbeRunDto(latest),
    complete: complete && toProbeRunDto(complete),
    incomplete: incomplete && toProbeRunDto(incomplete),
    previous: previous && toProbeRunDto(previous),
    changes,
    risks: risksOf(pairs, family),
  };
}

function risksOf(pairs: readonly PairNow[], family: ProbeFamily | null): ProbeRiskDto[] {
  const risks = probeIds.flatMap((probe) => {
    const { family: own, risk, remedy } = probeOf(probe);
    if (family !== null && own !== family) return [];
    const count = (verdict: Verdict) =>
      pairs.filter(({ verdicts }) => verdicts.get(probe) === verdict).length;
    const [open, accepted] = [count("failed"), count("accepted")];
    return open + accepted === 0 ? [] : [{ probe, family: own, risk, remedy, pairs: open, accepted }];
  });
  return risks.toSorted((one, other) => other.pairs - one.pairs || other.accepted - one.accepted);
}

/** The complete run before this one whose attempts are still kept. */
export async function previousRun(complete: ProbeRun | null): Promise<ProbeRun | null> {
  if (complete === null) return null;
  return db.probeRun.findFirst({
    where: {
      hostId: complete.hostId,
      status: "done",
      seq: { lt: complete.seq },
      pairs: { some: {} },
    },
    orderBy: { seq: "desc" },
  });
}

function toCell(
  { source, target, verdicts, tried, stale }: PairNow,
  before: ReadonlyMap<string, PairVerdicts> | null,
  family: ProbeFamily | null,
): { cell: ProbeCellDto; kinds: readonly ChangeKind[] } {
  const earlier = before?.get(`${source} ${target}`);
  const kinds = earlier === undefined ? [] : compareAttempts(earlier, tried, family).map(({ kind }) => kind);
  const cell: ProbeCellDto = {
    source,
    target,
    verdict:
      family !== null && hasNothingToReach(verdicts, family) ? "not-applicable" : judgePair(verdicts, family),
    counts: countAttempts(verdicts, family),
    stale,
    change: changeKinds.find((kind) => kinds.includes(kind)) ?? null,
  };
  return { cell, kinds };
}

const empty: ProbeMapDto = {
  hosts: [],
  host: null,
  tenants: [],
  cells: [],
  latest: null,
  complete: null,
  incomplete: null,
  previous: null,
  changes: { "new-failure": 0, fixed: 0, lost: 0 },
  risks: [],
};
