import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { type HostInput, hostInput, loadHost } from "./get-host.ts";
import { liveFacts } from "./live-facts.ts";

/**
 * Takes a host that isn't heard and has no tenants off the lists. Its record
 * stays, and it is back as soon as its own agent is heard. Retiring it again
 * changes nothing.
 *
 * @throws ServiceError NOT_FOUND, or CONFLICT while it is heard or has tenants
 */
export async function retireHost(actor: Actor, input: HostInput): Promise<{ id: string }> {
  authorize(actor, "host.retire");
  const host = await loadHost(parseInput(hostInput, input).id);
  const { id, name } = host;
  if (host.retiredAt !== null) return { id };
  if ((await liveFacts(host)).isReachable) {
    throw new ServiceError("CONFLICT", `${name} is heard, so it would be back at once.`, {
      nextStep: "Stop its agent for good first.",
    });
  }
  return db.$transaction(async (tx) => {
    // Held against an onboarding, whose tenant refers to this row.
    await tx.$queryRaw`SELECT "id" FROM "Host" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const tenants = await tx.tenant.count({ where: { hostId: id, archivedAt: null } });
    if (tenants > 0) {
      throw new ServiceError(
        "CONFLICT",
        `${tenants === 1 ? "One tenant is" : `${tenants} tenants are`} still on ${name}.`,
        { nextStep: "Move or archive them first; each tenant's page says how." },
      );
    }
    const { count } = await tx.host.updateMany({
      where: { id, retiredAt: null },
      data: { retiredAt: new Date() },
    });
    if (count > 0) await recordActivity(tx, actor, { action: "host.retire", details: { host: name } });
    return { id };
  });
}
