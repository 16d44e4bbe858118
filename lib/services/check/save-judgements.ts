import { db, type Tx } from "#lib/db/db.ts";
import { items } from "#lib/domain/checklist/item.ts";
import type { HostEvidence } from "#lib/host-agent/contract/evidence.ts";
import { verdictToColumn } from "#lib/services/columns/verdict-column.ts";
import { saveMistakes } from "#lib/services/mistake/save-mistakes.ts";
import type { JudgedItem } from "./judge-host.ts";

type RunningCheck = {
  readonly id: string;
  readonly hostId: string;
  readonly neighbourhood: number;
  readonly stamp: number;
};

/**
 * Replaces the evidence of the host's tenants by that of a pass and ends the
 * check, in one transaction. What failed before and could not be looked at this
 * time stays as it was.
 *
 * @returns false when it kept nothing, because the check has ended or one that began later came first
 */
export async function saveJudgements(
  check: RunningCheck,
  evidence: HostEvidence,
  judged: readonly JudgedItem[],
): Promise<boolean> {
  return db.$transaction((tx) => saveJudgementsIn(tx, check, evidence, judged), { timeout: 30_000 });
}

/** The same as a part of a transaction. */
export async function saveJudgementsIn(
  tx: Tx,
  check: RunningCheck,
  { at, accounts, tenants: seen }: HostEvidence,
  judged: readonly JudgedItem[],
): Promise<boolean> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`judge/${check.hostId}`}, 0))::text`;
  const { count } = await tx.hostCheck.updateMany({
    where: { id: check.id, status: "running" },
    data: { status: "done", accounts, finishedAt: new Date() },
  });
  // Two may look at a host at once. The one that began last is right.
  const newer = await tx.itemEvidence.count({
    where: { tenant: { hostId: check.hostId }, stamp: { gt: check.stamp } },
  });
  if (count === 0 || newer > 0) return false;
  const tenants = await tx.tenant.findMany({
    where: { hostId: check.hostId },
    select: { id: true, slug: true, clientId: true },
  });
  const ids = new Map(tenants.map(({ id, slug }) => [slug, id]));
  const rows = judged.flatMap((item) => {
    const tenantId = ids.get(item.slug);
    return tenantId === undefined ? [] : [{ tenantId, ...columnsOf(item, check, at) }];
  });
  await replaceEvidence(tx, rows);
  await saveMistakes(tx, { ...check, at: new Date(at) }, seen, tenants);
  return true;
}

type Row = ReturnType<typeof columnsOf> & { readonly tenantId: string };

async function replaceEvidence(tx: Tx, rows: readonly Row[]): Promise<void> {
  const failed = await tx.itemEvidence.findMany({
    where: { tenantId: { in: [...new Set(rows.map(({ tenantId }) => tenantId))] }, verdict: "failed" },
    select: { tenantId: true, item: true },
  });
  const hadFailed = new Set(failed.map(keyOf));
  const isUnseenFailure = (row: Row) => row.verdict === "not_measured" && hadFailed.has(keyOf(row));
  for (const { tenantId, item, evidence } of rows.filter(isUnseenFailure)) {
    const notSince = evidence.verdictReason ?? "It could not be observed.";
    await tx.itemEvidence.update({ where: { tenantId_item: { tenantId, item } }, data: { notSince } });
  }
  const seen = rows.filter((row) => !isUnseenFailure(row));
  for (const item of items) {
    const tenantIds = seen.filter((row) => row.item === item).map(({ tenantId }) => tenantId);
    await tx.itemEvidence.deleteMany({ where: { item, tenantId: { in: tenantIds } } });
  }
  await tx.itemEvidence.createMany({ data: seen });
}

/** No item has a blank. */
function keyOf({ tenantId, item }: { readonly tenantId: string; readonly item: string }): string {
  return `${item} ${tenantId}`;
}

function columnsOf(judged: JudgedItem, check: RunningCheck, at: string) {
  const { judgement, evidence } = judged;
  return {
    item: evidence.item,
    checkId: check.id,
    verdict: verdictToColumn(judgement.verdict),
    // The reason is kept beside the evidence: it was given by the same pass.
    evidence: { ...evidence, verdictReason: judgement.reason, rest: judged.rest },
    faults: [...judged.faults],
    isMeasured: judged.rest === null,
    sharing: judged.sharing.map((sharing) => ({ ...sharing })),
    configHash: judged.configHash,
    version: judged.version,
    neighbourhood: check.neighbourhood,
    stamp: check.stamp,
    observedAt: new Date(at),
  };
}
