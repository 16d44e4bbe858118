import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { defectSchema } from "#lib/host-agent/contract/evidence.ts";
import type { HostOpeningDto } from "./check-dto.ts";

const seenSchema = z.object({ defects: z.array(defectSchema), isMeasured: z.boolean() });
/** Of what an earlier version wrote and this one can't read. */
const unread = { defects: [], isMeasured: false };

type Openings = { readonly openings: readonly HostOpeningDto[]; readonly unmeasured: number };

/** What checks found open on the host itself, by check, as long as no later one replaced it. The same of several tenants is told once. */
export async function hostOpenings(checkIds: readonly string[]): Promise<ReadonlyMap<string, Openings>> {
  const rows = await db.itemEvidence.findMany({
    where: { checkId: { in: [...checkIds] }, item: "host-access" },
    select: {
      checkId: true,
      evidence: true,
      tenant: { select: { slug: true, name: true } },
    },
    orderBy: { tenant: { slug: "asc" } },
  });
  const byCheck = Map.groupBy(rows, ({ checkId }) => checkId);
  return new Map(
    [...byCheck].map(([checkId, seen]) => {
      const read = seen.map(({ evidence, tenant }) => {
        const { defects, isMeasured } = seenSchema.safeParse(evidence).data ?? unread;
        return { isMeasured, defects: defects.map((defect) => ({ ...defect, tenant })) };
      });
      const found = read.flatMap(({ defects }) => defects);
      const openings = [...Map.groupBy(found, ({ message }) => message).values()].flatMap((same) => {
        const [first] = same;
        if (first === undefined) return [];
        const { message, nextStep } = first;
        return { message, nextStep, tenants: same.map(({ tenant }) => tenant) };
      });
      return [checkId, { openings, unmeasured: read.filter(({ isMeasured }) => !isMeasured).length }];
    }),
  );
}
