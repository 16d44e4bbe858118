import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { HostCheckDto } from "./check-dto.ts";
import { toHostCheckDto } from "./host-check-row.ts";

export const checkInput = z.object({ id: z.string() });
export type CheckInput = z.input<typeof checkInput>;

/** One pass of evidence over a host. */
export async function getCheck(actor: Actor, input: CheckInput): Promise<HostCheckDto> {
  authorize(actor, "host.read");
  const { id } = parseInput(checkInput, input);
  const row = z.uuid().safeParse(id).success ? await db.hostCheck.findUnique({ where: { id } }) : null;
  if (row === null) throw notFound("check");
  return toHostCheckDto(row);
}
