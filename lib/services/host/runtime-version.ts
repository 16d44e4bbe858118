import { compareLoose } from "semver";
import type { Host } from "#lib/db/generated/client.ts";
import { hostFactsSchema } from "#lib/host-agent/contract/host-facts.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/**
 * The OpenClaw version for a new Gateway: the newest that is ready on the host, else the newest it can install.
 *
 * @param wanted the one that it should be, where the host has it
 */
export function runtimeVersionOf(host: Host, wanted?: string): string {
  const facts = hostFactsSchema.safeParse(host.facts);
  const runtimes = facts.success ? facts.data.runtimes : [];
  const byAge = runtimes.toSorted((a, b) => compareLoose(b.openclaw, a.openclaw));
  const same = byAge.find(({ openclaw }) => openclaw === wanted);
  const chosen = same ?? byAge.find(({ isReady }) => isReady) ?? byAge[0];
  if (chosen !== undefined) return chosen.openclaw;
  throw new ServiceError("AGENT_REFUSED", `OpenClaw is not installed on ${host.name} yet.`, {
    nextStep: "npm start installs it and shows how far it is. Try again when it is done.",
  });
}
