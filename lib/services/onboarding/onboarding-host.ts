import type { Tx } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import { hostFactsSchema } from "#lib/host-agent/contract/host-facts.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";

/** The host that a tenant goes to. */
export async function onboardingHost(tx: Tx, hostId: string | undefined): Promise<Host> {
  if (hostId !== undefined) {
    const host = await tx.host.findUnique({ where: { id: hostId } });
    if (host === null) throw notFound("host");
    return host;
  }
  const host = await tx.host.findFirst({ orderBy: { createdAt: "asc" } });
  if (host !== null) return host;
  throw new ServiceError("AGENT_UNREACHABLE", "No host has reported to this dashboard yet.", {
    nextStep: "Check that the host agent runs: npm start shows its output.",
  });
}

/** The OpenClaw version for a new Gateway: the newest that is ready on the host, else the newest it can install. */
export function runtimeVersionOf(host: Host): string {
  const facts = hostFactsSchema.safeParse(host.facts);
  const runtimes = facts.success ? facts.data.runtimes : [];
  const byAge = runtimes.toSorted((a, b) => compareVersions(b.openclaw, a.openclaw));
  const chosen = byAge.find(({ isReady }) => isReady) ?? byAge[0];
  if (chosen !== undefined) return chosen.openclaw;
  throw new ServiceError("AGENT_REFUSED", `OpenClaw is not installed on ${host.name} yet.`, {
    nextStep: "npm start installs it and shows how far it is. Try again when it is done.",
  });
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
