import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { HostDto } from "./host-dto.ts";
import { hostInclude, toHostDto } from "./host-row.ts";

/** Every host that isn't retired, with what it says of itself now, oldest first. */
export async function listHosts(actor: Actor): Promise<HostDto[]> {
  authorize(actor, "host.read");
  const rows = await db.host.findMany({
    where: { retiredAt: null },
    include: hostInclude,
    orderBy: { createdAt: "asc" },
  });
  return Promise.all(rows.map(toHostDto));
}
