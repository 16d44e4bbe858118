import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { HostCheckDto } from "./check-dto.ts";
import { toHostCheckDto } from "./host-check-row.ts";

export const listChecksInput = z.object({ hostId: z.uuid().optional() });
export type ListChecksInput = z.input<typeof listChecksInput>;

/** The last checks, newest first. */
export async function listChecks(actor: Actor, input: ListChecksInput): Promise<HostCheckDto[]> {
  authorize(actor, "host.read");
  const { hostId } = parseInput(listChecksInput, input);
  const rows = await db.hostCheck.findMany({
    where: { ...(hostId !== undefined && { hostId }) },
    orderBy: { createdAt: "desc" },
    take: 20,
  });
  return rows.map(toHostCheckDto);
}
