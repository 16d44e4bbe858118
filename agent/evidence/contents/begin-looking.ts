import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { lookThroughFiles } from "./look-client.ts";
import type { RootReport } from "./looker/look-order.ts";
import { otherRoots, rootsOf } from "./places-of-copies.ts";
import { secretsDigest } from "./search/secrets-digest.ts";

/** For the files of all tenants of a host together. What there is no time for, the next check goes on with. */
const timeoutMs = 45_000;

/** Files of a host that are being looked through. */
export type Looking = {
  readonly memory: string;
  /** Whose tree a root is; null for a place that is no tenant's. */
  ownerOf(root: string): Slug | null;
  /** By tree, what in it somebody may run, and disks. Left out are trees that were not looked at to the end. */
  programs(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** What stands in the files of these secrets. @throws Error where the process gave no answer */
  reports(secrets: readonly string[]): Promise<readonly RootReport[]>;
};

/**
 * Begins to look through the files of the tenants and of shared places for the
 * secrets of the check before, beside whatever else the check observes. As long
 * as these are the secrets, nothing is looked through a second time.
 */
export async function beginLooking(
  context: AgentContext,
  records: readonly TenantRecord[],
  places: readonly string[],
): Promise<Looking> {
  const trees = await Promise.all(
    records.map(async (record) => ({ slug: record.slug, roots: await rootsOf(record) })),
  );
  const owners = new Map(trees.flatMap(({ slug, roots }) => roots.map(({ path }) => [path, slug] as const)));
  const own = trees.flatMap(({ roots }) => roots);
  const roots = [...own, ...(await otherRoots(context, places, own))];
  const memory = memoryOf(context);
  const order = { memory, roots, texts: [], trusted: [0, context.uid], timeoutMs };
  const early = lookThroughFiles({ ...order, secrets: null }).catch(() => null);
  return {
    memory,
    ownerOf: (root) => owners.get(root) ?? null,
    async programs() {
      const reports = (await early)?.reports ?? [];
      return new Map(
        reports.flatMap(({ path, programs }) => (programs === null ? [] : [[path, programs] as const])),
      );
    },
    async reports(secrets) {
      const begun = await early;
      if (begun?.of === secretsDigest(secrets)) return begun.reports;
      return (await lookThroughFiles({ ...order, secrets })).reports;
    },
  };
}

const memories = new WeakMap<AgentContext["paths"], string>();
let made = 0;

/** By the installation's paths, which are one object as long as the agent runs. */
function memoryOf({ paths }: AgentContext): string {
  const known = memories.get(paths);
  if (known !== undefined) return known;
  made += 1;
  const memory = String(made);
  memories.set(paths, memory);
  return memory;
}
