import { db, type Tx } from "#lib/db/db.ts";
import type { ProbeRun } from "#lib/db/generated/client.ts";
import type { ProbeCircumstances } from "#lib/domain/probe/circumstances.ts";
import { pairStaleness } from "#lib/domain/probe/pair-staleness.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import {
  type PairVerdicts,
  readVerdictString,
  type ShownVerdicts,
} from "#lib/domain/probe/verdict-string.ts";
import {
  type AttemptAcceptances,
  acceptAttempts,
  groupAttemptAcceptances,
} from "#lib/domain/risk/accepted-attempts.ts";
import { type OpenBreach, openBreaches } from "./breaches.ts";
import { circumstancesOfGateway, circumstancesOfRun, probesOfRun } from "./probe-run-row.ts";

/** A host and its tenants as they are now, against which attempts are held. */
export type HostNow = {
  readonly id: string;
  readonly neighbourhood: number;
  readonly lastSeenAt: Date | null;
  readonly tenants: readonly {
    readonly slug: string;
    readonly gateway: {
      readonly observed: unknown;
      readonly observedHash: string | null;
      readonly observedVersion: string | null;
      readonly processStamp: number;
    } | null;
  }[];
};

/** One direction between two tenants. */
export type PairNow = {
  readonly source: string;
  readonly target: string;
  /** As they stand now: what got through and somebody answers for is accepted. */
  readonly verdicts: ShownVerdicts;
  /** As they were when the newest complete run tried them; empty when it did not. */
  readonly tried: PairVerdicts;
  /** Why those no longer count; null while they do. */
  readonly stale: string | null;
  /** What got through, in whatever run, and was not refused since. It counts whether or not the rest does. */
  readonly breaches: ReadonlyMap<ProbeId, OpenBreach>;
};

export type HostAttempts = {
  readonly complete: ProbeRun | null;
  /** A newer run that did not end, of which only what got through counts. */
  readonly incomplete: ProbeRun | null;
  /** Every ordered pair of the host's tenants. */
  readonly pairs: readonly PairNow[];
};

const nothing: PairVerdicts = new Map();
const none: PairNow["breaches"] = new Map();

/**
 * What was tried between the tenants of a host, as it stands now. A run that
 * did not end proves nothing, but what got through in it did get through; and
 * what got through stays so until the same was refused.
 *
 * @param tx reads inside a transaction; outside of any when left out
 */
export async function readHostAttempts(host: HostNow, now: Date, tx: Tx = db): Promise<HostAttempts> {
  const { complete, incomplete } = await countedRuns(host.id, tx);
  const whole = await readRun(complete, tx);
  const part = await readRun(incomplete, tx);
  const open = await openBreaches(host.id, tx);
  const accepted = await acceptedAttempts(host.id, tx);
  const current = new Map(
    host.tenants.flatMap(({ slug, gateway }) =>
      gateway === null ? [] : [[slug, circumstancesOfGateway(gateway)] as const],
    ),
  );
  const pairs: PairNow[] = [];
  for (const source of current.keys()) {
    for (const target of current.keys()) {
      if (source === target) continue;
      const tried = whole?.pairs.get(`${source} ${target}`) ?? null;
      const breaches = open.get(`${source} ${target}`) ?? none;
      const stale =
        whole === null || tried === null ? null : staleness(whole, source, target, current, host, now);
      const seen = part?.pairs.get(`${source} ${target}`) ?? nothing;
      const through = [...breaches.keys(), ...failuresIn(tried ?? nothing), ...failuresIn(seen)];
      const verdicts = new Map(stale === null ? tried : []);
      for (const probe of through) verdicts.set(probe, "failed");
      const shown = acceptAttempts(verdicts, { source, target }, accepted, now);
      pairs.push({ source, target, verdicts: shown, tried: tried ?? nothing, stale, breaches });
    }
  }
  return { complete, incomplete, pairs };
}

function failuresIn(verdicts: PairVerdicts): ProbeId[] {
  return [...verdicts].flatMap(([probe, verdict]) => (verdict === "failed" ? [probe] : []));
}

/** What somebody answers for between the tenants of a host. */
async function acceptedAttempts(hostId: string, tx: Tx): Promise<AttemptAcceptances> {
  const rows = await tx.riskAcceptance.findMany({
    where: { kind: "attempt", revokedAt: null, tenant: { hostId } },
    select: { subject: true, faults: true, expiresAt: true, tenant: { select: { slug: true } } },
  });
  return groupAttemptAcceptances(rows.map(({ tenant, ...row }) => ({ ...row, target: tenant.slug })));
}

/** The newest complete run, and the newest one after it that ended otherwise and saw something. */
export async function countedRuns(
  hostId: string,
  tx: Tx = db,
): Promise<{ complete: ProbeRun | null; incomplete: ProbeRun | null }> {
  const complete = await tx.probeRun.findFirst({
    where: { hostId, status: "done" },
    orderBy: { seq: "desc" },
  });
  const incomplete = await tx.probeRun.findFirst({
    where: {
      hostId,
      status: { in: ["failed", "cancelled"] },
      pairs: { some: {} },
      ...(complete !== null && { seq: { gt: complete.seq } }),
    },
    orderBy: { seq: "desc" },
  });
  return { complete, incomplete };
}

type ReadRun = {
  readonly run: ProbeRun;
  readonly circumstances: ReadonlyMap<string, ProbeCircumstances>;
  readonly pairs: ReadonlyMap<string, PairVerdicts>;
};

async function readRun(run: ProbeRun | null, tx: Tx): Promise<ReadRun | null> {
  if (run === null) return null;
  return { run, circumstances: circumstancesOfRun(run), pairs: await readPairs(run, tx) };
}

/** The verdicts of a run as they were, by "source target". */
export async function readPairs(run: ProbeRun, tx: Tx = db): Promise<ReadonlyMap<string, PairVerdicts>> {
  const probes = probesOfRun(run);
  const rows = await tx.probePair.findMany({
    where: { runId: run.id },
    select: { source: true, target: true, marks: true },
  });
  return new Map(
    rows.map(
      ({ source, target, marks }) => [`${source} ${target}`, readVerdictString(probes, marks)] as const,
    ),
  );
}

function staleness(
  { run, circumstances }: ReadRun,
  source: string,
  target: string,
  current: ReadonlyMap<string, ProbeCircumstances>,
  host: HostNow,
  now: Date,
): string | null {
  const sides = [source, target].flatMap((slug) => {
    const currently = current.get(slug);
    return currently === undefined
      ? []
      : [{ slug, tried: circumstances.get(slug) ?? null, current: currently }];
  });
  const measured = {
    at: run.finishedAt ?? run.createdAt,
    neighbourhood: run.neighbourhood,
    currentNeighbourhood: host.neighbourhood,
    heardAt: host.lastSeenAt,
  };
  return pairStaleness(sides, measured, now);
}
