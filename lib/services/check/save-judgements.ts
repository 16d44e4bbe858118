import { db } from "#lib/db/db.ts";
import type { HostEvidence } from "#lib/host-agent/contract/evidence.ts";
import { saveMistakes } from "#lib/services/risk/save-mistakes.ts";
import type { JudgedItem } from "./judge-host.ts";
import { verdictToColumn } from "./verdict-column.ts";

type RunningCheck = { readonly id: string; readonly hostId: string; readonly neighbourhood: number };

/** Replaces the evidence of the host's tenants by that of a pass and ends the check, in one transaction. */
export async function saveJudgements(
  check: RunningCheck,
  { at, accounts, tenants: seen }: HostEvidence,
  judged: readonly JudgedItem[],
): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`judge/${check.hostId}`}, 0))::text`;
      const { count } = await tx.hostCheck.updateMany({
        where: { id: check.id, status: "running" },
        data: { status: "done", accounts, finishedAt: new Date() },
      });
      // Two may look at a host at once. The one that began after the last change is right, and of two such the last.
      const { neighbourhood } = check;
      const newer = await tx.itemEvidence.count({
        where: {
          tenant: { hostId: check.hostId },
          OR: [{ neighbourhood: { gt: neighbourhood } }, { neighbourhood, observedAt: { gt: new Date(at) } }],
        },
      });
      if (count === 0 || newer > 0) return;
      const tenants = await tx.tenant.findMany({
        where: { hostId: check.hostId },
        select: { id: true, slug: true, clientId: true },
      });
      const ids = new Map(tenants.map(({ id, slug }) => [slug, id]));
      const rows = judged.flatMap((item) => {
        const tenantId = ids.get(item.slug);
        return tenantId === undefined ? [] : [{ tenantId, ...columnsOf(item, check, at) }];
      });
      const tenantIds = [...new Set(rows.map(({ tenantId }) => tenantId))];
      await tx.itemEvidence.deleteMany({ where: { tenantId: { in: tenantIds } } });
      await tx.itemEvidence.createMany({ data: rows });
      await saveMistakes(tx, { ...check, at: new Date(at) }, seen, tenants);
    },
    { timeout: 30_000 },
  );
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
    observedAt: new Date(at),
  };
}
