import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { ProbeRunDto } from "./probe-dto.ts";
import { toProbeRunDto } from "./probe-run-row.ts";

export const probeRunInput = z.object({ id: z.string() });
export type ProbeRunInput = z.input<typeof probeRunInput>;

/** One run and how far it has come. */
export async function getProbeRun(actor: Actor, input: ProbeRunInput): Promise<ProbeRunDto> {
  authorize(actor, "host.read");
  const { id } = parseInput(probeRunInput, input);
  const row = z.uuid().safeParse(id).success ? await db.probeRun.findUnique({ where: { id } }) : null;
  if (row === null) throw notFound("run");
  return toProbeRunDto(row);
}
