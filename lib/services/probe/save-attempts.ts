import { db, type Tx } from "#lib/db/db.ts";
import { verdictToColumn } from "#lib/services/columns/verdict-column.ts";
import { keepBreaches } from "./breaches.ts";
import type { CollectedPair, SourceAttempts } from "./collect-attempts.ts";

/** A run that goes on, as the worker that began it last knows it. */
export type RunningProbes = { readonly id: string; readonly hostId: string; readonly turn: number };

/** Rows of one statement; each holds some 20 KB of attempts. */
const rowsAtOnce = 100;

/**
 * Keeps what was tried from one tenant while its run goes on. Nobody sees it
 * before the run has ended (see `countedRuns`), except what got through. What
 * was kept of the same pairs before stays, except where a probe was tried again.
 *
 * @returns false, having kept nothing, when the run has ended or another worker began it anew
 */
export async function saveAttempts(run: RunningProbes, { source, pairs }: SourceAttempts): Promise<boolean> {
  return db.$transaction(
    async (tx) => {
      if (!(await isOurs(tx, run))) return false;
      for (let at = 0; at < pairs.length; at += rowsAtOnce) {
        await upsert(tx, run.id, source, pairs.slice(at, at + rowsAtOnce));
      }
      await keepBreaches(tx, run, source, pairs);
      return true;
    },
    // The host waits for at most half a minute until it is read on.
    { timeout: 20_000 },
  );
}

/** Holds the run until the transaction ends: whoever begins it anew then finds everything that this one wrote. */
async function isOurs(tx: Tx, { id, turn }: RunningProbes): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "ProbeRun" WHERE "id" = ${id}::uuid AND "turn" = ${turn} AND "status" = 'running' FOR SHARE`;
  return rows.length > 0;
}

async function upsert(tx: Tx, runId: string, source: string, pairs: readonly CollectedPair[]): Promise<void> {
  const rows = pairs.map((pair) => ({ ...pair, verdict: verdictToColumn(pair.verdict) }));
  await tx.$executeRaw`
    INSERT INTO "ProbePair" AS kept ("runId", "source", "target", "verdict", "marks", "attempts")
    SELECT ${runId}::uuid, ${source}, x."target", x."verdict"::"Verdict", x."marks", x."attempts"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS x("target" text, "verdict" text, "marks" text, "attempts" jsonb)
    ON CONFLICT ("runId", "source", "target") DO UPDATE
    SET "verdict" = EXCLUDED."verdict", "marks" = EXCLUDED."marks", "attempts" = EXCLUDED."attempts" || COALESCE((
      SELECT jsonb_agg(before) FROM jsonb_array_elements(kept."attempts") before
      WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(EXCLUDED."attempts") again
        WHERE again->'probe' = before->'probe')), '[]')`;
}
