import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import type { ProbeHost } from "#agent/probes/testing/probe-host.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { step } from "#lib/launcher/progress.ts";
import type { Crowd } from "./crowd.ts";
import { type Measurement, medianSeconds } from "./measure.ts";

const count = 40;
const passes = 3;

/** The evidence of all tenants of one host, together and one by one. */
export async function checks(crowd: Crowd, signal: AbortSignal): Promise<Measurement[]> {
  const host = await crowd.of(count);
  const records = host.registry.list();
  return step("Observing the tenants, together and one by one", async () => {
    const together = await medianSeconds(passes, signal, () => observe(host, records));
    const oneByOne = await medianSeconds(passes, signal, async () => {
      for (const record of records) {
        signal.throwIfAborted();
        await observe(host, [record]);
      }
    });
    return [
      {
        what: `${records.length} tenants in one pass`,
        seconds: together,
        baseline: "one pass per tenant",
        baselineSeconds: oneByOne,
      },
    ];
  });
}

async function observe({ context }: ProbeHost, records: readonly TenantRecord[]): Promise<void> {
  const { tenants } = await collectHostEvidence(context, { list: () => records, damaged: () => [] });
  const unseen = tenants.find(({ configuration }) => configuration === null);
  if (unseen !== undefined) throw new Error(`The configuration of ${unseen.slug} could not be observed.`);
}
