import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import type { ProbeHost } from "#agent/probes/testing/probe-host.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/**
 * One check of these tenants.
 *
 * @throws Error when a part was not observed: the time would tell of less than it claims
 */
export async function observe({ context }: ProbeHost, records: readonly TenantRecord[]): Promise<void> {
  // Other places hold what this machine happens to have.
  const { tenants } = await collectHostEvidence(context, { list: () => records, damaged: () => [] }, []);
  const unseen = tenants.find(({ configuration }) => configuration === null);
  if (unseen !== undefined) throw new Error(`The configuration of ${unseen.slug} could not be observed.`);
  const facts = tenants.flatMap(({ items }) => items.flatMap((item) => item.facts));
  const left = facts.find(({ label }) => label === "Not looked through");
  if (left !== undefined) throw new Error(`Not everything was looked through: ${left.value}.`);
}

/** What was read is remembered by the installation's paths, as one object. */
export function withoutMemory(host: ProbeHost): ProbeHost {
  return { ...host, context: { ...host.context, paths: { ...host.context.paths } } };
}
