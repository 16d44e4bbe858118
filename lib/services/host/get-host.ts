import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { HostDto } from "./host-dto.ts";
import { type HostRow, hostInclude, toHostDto } from "./host-row.ts";

export const hostInput = z.object({ id: z.string() });
export type HostInput = z.input<typeof hostInput>;

/** One host with what it says of itself now, or its last known facts and why it can't be reached. */
export async function getHost(actor: Actor, input: HostInput): Promise<HostDto> {
  authorize(actor, "host.read");
  return toHostDto(await loadHost(parseInput(hostInput, input).id));
}

/** @throws ServiceError NOT_FOUND */
export async function loadHost(id: string): Promise<HostRow> {
  const row = z.uuid().safeParse(id).success
    ? await db.host.findUnique({ where: { id }, include: hostInclude })
    : null;
  if (row === null) throw notFound("host");
  return row;
}
