import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { ProbeRun } from "#lib/db/generated/client.ts";
import { failedBefore } from "#lib/domain/checklist/freshness.ts";
import { compareAttempts } from "#lib/domain/probe/compare-attempts.ts";
import { countAttempts, judgePair } from "#lib/domain/probe/judge-pair.ts";
import { type ProbeId, probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import { type PairVerdicts, readVerdictString } from "#lib/domain/probe/verdict-string.ts";
import { attemptFaultKey } from "#lib/domain/risk/accepted-attempts.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { acceptancesOf, toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { OpenBreach } from "./breaches.ts";
import { previousRun } from "./get-probe-map.ts";
import { readHostAttempts } from "./host-attempts.ts";
import { attemptsColumn, type JudgedAttempt } from "./judged-attempt.ts";
import type { ProbeAttemptDto, ProbePairDto } from "./probe-dto.ts";
import { loadProbeHost, toProbeTenant } from "./probe-host.ts";
import { probesOfRun } from "./probe-run-row.ts";

export const probePairInput = z.object({ from: slugSchema, to: slugSchema });
export type ProbePairInput = z.input<typeof probePairInput>;

/** Everything that was tried from one tenant against another, with what was seen and the controls. */
export async function getProbePair(actor: Actor, input: ProbePairInput): Promise<ProbePairDto> {
  authorize(actor, "host.read");
  const { from, to } = parseInput(probePairInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug: from }, select: { hostId: true } });
  const host = tenant && (await loadProbeHost(tenant.hostId));
  const source = host?.tenants.find(({ slug }) => slug === from);
  const target = host?.tenants.find(({ slug }) => slug === to);
  if (host == null || source === undefined || target === undefined || from === to) throw notFound("pair");
  const { complete, incomplete, pairs } = await readHostAttempts(host, new Date());
  const pair = pairs.find((one) => one.source === from && one.target === to);
  if (pair === undefined) throw notFound("pair");
  const [whole, part, before, accepted] = await Promise.all([
    attemptsOf(complete, from, to),
    attemptsOf(incomplete, from, to),
    marksOf(await previousRun(complete), from, to),
    acceptedFrom(from, to),
  ]);
  const now = new Date();
  const against = pairs.filter(({ target: other }) => other === to);
  const changes = new Map(
    (before === null ? [] : compareAttempts(before, pair.tried)).map(
      ({ probe, kind }) => [probe, kind] as const,
    ),
  );
  const attempts = probeIds.map((probe): ProbeAttemptDto => {
    const verdict = pair.verdicts.get(probe) ?? "not-measured";
    const isThrough = verdict === "failed" || verdict === "accepted";
    const breach =
      pair.breaches.get(probe) ??
      breachIn(part.get(probe), incomplete) ??
      breachIn(whole.get(probe), complete);
    const newest = whole.get(probe) ?? part.get(probe);
    const shown = breach?.attempt ?? newest;
    const { family, attempt, risk, remedy } = probeOf(probe);
    return {
      probe,
      family,
      verdict,
      ...(breach === null
        ? reasonOf(
            newest,
            verdict,
            whole.has(probe) && pair.stale === null,
            whole.has(probe) ? pair.stale : null,
          )
        : { reason: reasonOfBreach(breach, complete, newest, pair.stale), decayedFrom: null }),
      attempt,
      risk,
      remedy,
      condition: probeOf(probe).condition ?? null,
      seen: shown?.seen ?? null,
      control: shown?.control ?? null,
      durationMs: shown?.durationMs ?? null,
      change: changes.get(probe) ?? null,
      acceptances: toAcceptanceDtos(
        acceptancesOf(accepted, "attempt", probe),
        isThrough ? [attemptFaultKey(from)] : [],
        now,
      ),
      openSources: against
        .filter(({ verdicts }) => verdicts.get(probe) === "failed")
        .map((one) => one.source),
    };
  });
  const run = whole.size > 0 ? complete : incomplete;
  return {
    source: toProbeTenant(source),
    target: toProbeTenant(target),
    verdict: judgePair(pair.verdicts),
    counts: countAttempts(pair.verdicts),
    stale: pair.stale,
    triedAt: whole.size + part.size === 0 ? null : (run?.finishedAt?.toISOString() ?? null),
    isIncomplete: whole.size === 0 && part.size > 0,
    attempts,
  };
}

function reasonOf(
  shown: JudgedAttempt | undefined,
  verdict: ProbeAttemptDto["verdict"],
  isCounted: boolean,
  stale: string | null,
): Pick<ProbeAttemptDto, "reason" | "decayedFrom"> {
  if (shown === undefined) return { reason: "No run has tried it yet.", decayedFrom: null };
  if (isCounted) return { reason: shown.reason, decayedFrom: null };
  return {
    reason: stale ?? "The run did not end, so it counts only where it got through.",
    decayedFrom: verdict === "not-measured" && shown.verdict !== verdict ? shown.verdict : null,
  };
}

/** What got through in one of the runs that are shown. */
function breachIn(attempt: JudgedAttempt | undefined, run: ProbeRun | null): Breach | null {
  return attempt?.verdict === "failed" && run !== null ? { attempt, runSeq: run.seq } : null;
}

type Breach = Pick<OpenBreach, "attempt" | "runSeq">;

/** What got through, and why nobody can say that it doesn't any more. */
function reasonOfBreach(
  { attempt, runSeq }: Breach,
  complete: ProbeRun | null,
  newest: JudgedAttempt | undefined,
  stale: string | null,
): string {
  const seen = attempt?.reason ?? "It got through.";
  if (complete === null || runSeq > complete.seq) return seen;
  if (runSeq < complete.seq) return failedBefore(seen, newest?.reason ?? "It was not tried.");
  return stale === null ? seen : failedBefore(seen, stale);
}

/** What somebody answers for of one direction between two tenants, newest first. */
function acceptedFrom(source: string, target: string) {
  return db.riskAcceptance.findMany({
    where: {
      kind: "attempt",
      revokedAt: null,
      tenant: { slug: target },
      faults: { has: attemptFaultKey(source) },
    },
    orderBy: { createdAt: "desc" },
  });
}

async function attemptsOf(
  run: ProbeRun | null,
  source: string,
  target: string,
): Promise<ReadonlyMap<ProbeId, JudgedAttempt>> {
  if (run === null) return new Map();
  const row = await db.probePair.findUnique({
    where: { runId_source_target: { runId: run.id, source, target } },
    select: { attempts: true },
  });
  return new Map(
    attemptsColumn.parse(row?.attempts ?? []).map((attempt) => [attempt.probe, attempt] as const),
  );
}

async function marksOf(run: ProbeRun | null, source: string, target: string): Promise<PairVerdicts | null> {
  if (run === null) return null;
  const row = await db.probePair.findUnique({
    where: { runId_source_target: { runId: run.id, source, target } },
    select: { marks: true },
  });
  return row === null ? null : readVerdictString(probesOfRun(run), row.marks);
}
