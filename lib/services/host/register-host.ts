import { db } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";

/** Creates or updates the row of the host that says these facts of itself. Called by the watch alone. */
export async function registerHost(facts: HostFacts): Promise<Host> {
  const { first, last } = facts.portRange;
  const current = { facts, name: facts.hostname, portFirst: first, portLast: last };
  return db.host.upsert({
    where: { installationId: facts.installationId },
    create: { ...current, installationId: facts.installationId },
    update: current,
  });
}
