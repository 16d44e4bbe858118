import { db } from "#lib/db/db.ts";
import { step } from "#lib/launcher/terminal/progress.ts";
import { listTenants, type TenantQuery } from "#lib/services/tenant/index.ts";
import { addHostOfTenants, tenantsPerHost } from "./many-tenants.ts";
import { type Measurement, medianSeconds } from "./measure.ts";
import { withScratchDatabase } from "./scratch-database.ts";

const [few, many] = [100, 10_000];
const times = 15;

const queries: readonly (readonly [what: string, query: TenantQuery])[] = [
  ["first page by name", {}],
  ["first page by worst verdict", { sort: "verdict" }],
  ["search for part of a name", { search: "nant 00004" }],
];

/** The list of tenants as the services give it, at many and at few. */
export function lists(signal: AbortSignal): Promise<Measurement[]> {
  return withScratchDatabase(async () => {
    await fillUpTo(few, signal);
    const atFew = await measureAll(signal);
    await fillUpTo(many, signal);
    const atMany = await measureAll(signal);
    return queries.map(([what], at) => ({
      what: `${what}, ${many.toLocaleString("en")} tenants`,
      seconds: atMany[at] ?? Number.NaN,
      baseline: `${few} tenants`,
      baselineSeconds: atFew[at] ?? Number.NaN,
    }));
  });
}

async function measureAll(signal: AbortSignal): Promise<number[]> {
  const seconds: number[] = [];
  for (const [, query] of queries) {
    seconds.push(
      await medianSeconds(times, signal, () => listTenants({ kind: "job", name: "bench" }, query)),
    );
  }
  return seconds;
}

async function fillUpTo(count: number, signal: AbortSignal): Promise<void> {
  await step(`Writing tenants up to ${count.toLocaleString("en")}`, async (note) => {
    for (let there = await db.tenant.count(); there < count; there += tenantsPerHost) {
      signal.throwIfAborted();
      await addHostOfTenants(there);
      note(`${there + tenantsPerHost} of ${count}`);
    }
    // As the server does by itself after a while: plans come from what is there.
    await db.$executeRaw`VACUUM ANALYZE`;
  });
}
