import { chown, mkdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ProbeHost } from "#agent/probes/testing/probe-host.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { step } from "#lib/launcher/terminal/progress.ts";
import type { Crowd } from "./crowd.ts";
import { type Measurement, medianSeconds } from "./measure.ts";
import { observe, withoutMemory } from "./observe.ts";

const count = 40;
const passes = 3;

/** The evidence of all tenants of one host, together and one by one, and where something has to be read that the agent doesn't know yet. */
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
    for (const record of records) await addDatabase(host, record);
    const forTheFirstTime = await medianSeconds(passes, signal, () => observe(withoutMemory(host), records));
    const again = await medianSeconds(passes, signal, () => observe(host, records));
    return [
      {
        what: `${records.length} tenants in one pass`,
        seconds: together,
        baseline: "one pass per tenant",
        baselineSeconds: oneByOne,
      },
      {
        what: "the same, a database of each unknown yet",
        seconds: forTheFirstTime,
        baseline: "the same again",
        baselineSeconds: again,
      },
    ];
  });
}

/** One of OpenClaw's own, as a Gateway that has run leaves it. */
async function addDatabase({ layout }: ProbeHost, { slug, uid, gid }: TenantRecord): Promise<void> {
  const directory = path.join(layout(slug).state, "state");
  const file = path.join(directory, "openclaw.sqlite");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  {
    using database = new DatabaseSync(file);
    database.exec(`CREATE TABLE IF NOT EXISTS config_machine_state (state_key TEXT, value_json TEXT);
      INSERT INTO config_machine_state VALUES ('authProfiles.store', '{"profiles":{}}')`);
  }
  for (const place of [directory, file]) await chown(place, uid, gid);
}
