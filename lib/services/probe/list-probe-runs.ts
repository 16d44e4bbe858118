import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { ProbeRunDto } from "./probe-dto.ts";
import { toProbeRunDto } from "./probe-run-row.ts";

export const listProbeRunsInput = z.object({ hostId: z.uuid().optional() });
export type ListProbeRunsInput = z.input<typeof listProbeRunsInput>;

/** The last runs, newest first. */
export async function listProbeRuns(actor: Actor, input: ListProbeRunsInput): Promise<ProbeRunDto[]> {
  authorize(actor, "host.read");
  const { hostId } = parseInput(listProbeRunsInput, input);
  const rows = await db.probeRun.findMany({
    where: { ...(hostId !== undefined && { hostId }) },
    orderBy: { seq: "desc" },
    take: 20,
  });
  return rows.map(toProbeRunDto);
}
