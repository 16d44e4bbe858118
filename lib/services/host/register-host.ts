import { db } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";

/** Creates or updates the row of the host that says these facts of itself. Called by the watch alone. */
export async function registerHost(facts: HostFacts): Promise<Host> {
  const current = { facts, name: facts.hostname };
  return db.host.upsert({
    where: { installationId: facts.installationId },
    create: {
      ...current,
      installationId: facts.installationId,
      portFirst: defaultPortRange.first,
      portLast: defaultPortRange.last,
    },
    update: current,
  });
}
