import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize, may } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { ListedCheckDto } from "./check-dto.ts";
import { toHostCheckDto } from "./host-check-row.ts";
import { hostOpenings } from "./host-openings.ts";

export const listChecksInput = z.object({ hostId: z.uuid().optional() });
export type ListChecksInput = z.input<typeof listChecksInput>;

/** The last checks, newest first, with what the last of them found of the host for whoever may act on it. */
export async function listChecks(actor: Actor, input: ListChecksInput): Promise<ListedCheckDto[]> {
  authorize(actor, "host.read");
  const { hostId } = parseInput(listChecksInput, input);
  const rows = await db.hostCheck.findMany({
    where: { ...(hostId !== undefined && { hostId }) },
    orderBy: { seq: "desc" },
    take: 20,
  });
  // It names users and places of the host.
  const isOperator = actor.kind === "user" && may(actor.role, "config.read");
  const ids = isOperator ? rows.map(({ id }) => id) : [];
  const found = await hostOpenings(ids);
  return rows.map((row) => {
    const { openings = null, unmeasured = 0 } = found.get(row.id) ?? {};
    return { ...toHostCheckDto(row), openings, unmeasured };
  });
}
