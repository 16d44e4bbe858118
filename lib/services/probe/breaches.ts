import { db, type Tx } from "#lib/db/db.ts";
import type { Breach } from "#lib/db/generated/client.ts";
import { type ProbeId, probeIdSchema, probeIds } from "#lib/domain/probe/probes.ts";
import { readVerdictString } from "#lib/domain/probe/verdict-string.ts";
import type { CollectedPair } from "./collect-attempts.ts";
import { type JudgedAttempt, judgedAttemptSchema } from "./judged-attempt.ts";

/** What got through from one tenant to another, until the same was refused. */
export type OpenBreach = {
  /** As it was last seen; null when this version can't read it, which makes it no smaller. */
  readonly attempt: JudgedAttempt | null;
  /** `seq` of the run that saw it last. */
  readonly runSeq: number;
  readonly lastSeenAt: Date;
};
/** By "source target". */
export type OpenBreaches = ReadonlyMap<string, ReadonlyMap<ProbeId, OpenBreach>>;

/** Keeps what got through, the moment that it is told: whether its run comes to an end makes no difference to that. */
export async function keepBreaches(
  tx: Tx,
  run: { readonly id: string; readonly hostId: string },
  source: string,
  pairs: readonly CollectedPair[],
): Promise<void> {
  const through = pairs.flatMap(({ target, attempts }) =>
    attempts
      .filter(({ verdict }) => verdict === "failed")
      .map((attempt) => ({ target, probe: attempt.probe, attempt })),
  );
  if (through.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "Breach" ("hostId", "source", "target", "probe", "attempt", "runSeq")
    SELECT ${run.hostId}::uuid, ${source}, x."target", x."probe", x."attempt", r."seq"
    FROM "ProbeRun" r, jsonb_to_recordset(${JSON.stringify(through)}::jsonb) AS x("target" text, "probe" text, "attempt" jsonb)
    WHERE r."id" = ${run.id}::uuid
    ON CONFLICT ("hostId", "source", "target", "probe") DO UPDATE
    SET "attempt" = EXCLUDED."attempt", "runSeq" = EXCLUDED."runSeq", "lastSeenAt" = CURRENT_TIMESTAMP`;
}

/** Ends the breaches that a complete run tried again and saw refused. What it could not try stays. */
export async function endRefused(
  tx: Tx,
  run: { readonly id: string; readonly hostId: string },
): Promise<void> {
  const open = await tx.breach.findMany({
    where: { hostId: run.hostId },
    select: { source: true, target: true, probe: true },
  });
  const sources = [...new Set(open.map(({ source }) => source))];
  const rows = await tx.probePair.findMany({
    where: { runId: run.id, source: { in: sources } },
    select: { source: true, target: true, marks: true },
  });
  const tried = new Map(
    rows.map(({ source, target, marks }) => [`${source} ${target}`, readVerdictString(probeIds, marks)]),
  );
  for (const { source, target, probe } of open) {
    const id = probeIdSchema.safeParse(probe).data;
    if (id === undefined || tried.get(`${source} ${target}`)?.get(id) !== "proven") continue;
    await tx.breach.delete({
      where: { hostId_source_target_probe: { hostId: run.hostId, source, target, probe } },
    });
  }
}

/** Everything that got through on a host and was not refused since. */
export async function openBreaches(hostId: string, tx: Tx = db): Promise<OpenBreaches> {
  const byPair = new Map<string, Map<ProbeId, OpenBreach>>();
  for (const row of await tx.breach.findMany({ where: { hostId } })) {
    // A probe that there is no more can't be tried again.
    const probe = probeIdSchema.safeParse(row.probe).data;
    if (probe === undefined) continue;
    const key = `${row.source} ${row.target}`;
    byPair.set(key, (byPair.get(key) ?? new Map()).set(probe, toOpenBreach(row)));
  }
  return byPair;
}

function toOpenBreach({ attempt, runSeq, lastSeenAt }: Breach): OpenBreach {
  return { attempt: judgedAttemptSchema.safeParse(attempt).data ?? null, runSeq, lastSeenAt };
}
