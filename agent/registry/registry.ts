import { lstat, mkdir, readdir, readFile, rename, unlink } from "node:fs/promises";
import path from "node:path";
import { Mutex } from "async-mutex";
import { syncDirectory, writeFileAtomic } from "#agent/files/write-file-atomic.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { type TenantLayout, tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { storedRecordSchema, type TenantRecord, tenantRecordSchema } from "#agent/tenant/tenant-record.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";

/** A registry file that exists and can't be trusted. Its tenant is refused until provisioning repairs it. */
export type DamagedRecord = { readonly slug: Slug; readonly file: string; readonly reason: string };

/**
 * What the agent remembers of its tenants, one file each. Reads come from
 * memory; every change is on disk before it is visible. A damaged file is kept
 * and reported by `damaged`, and `get` of its slug throws.
 */
export type Registry = {
  list(): readonly TenantRecord[];
  damaged(): readonly DamagedRecord[];
  get(slug: Slug): TenantRecord | null;
  /** @throws AgentFailure NOT_FOUND when the tenant isn't there */
  require(slug: Slug): TenantRecord;
  /** Changes run one after another; `change` must be quick and pure. */
  update(slug: Slug, change: (record: TenantRecord) => TenantRecord): Promise<TenantRecord>;
  /** Writes a record that isn't there yet. A damaged file of that slug is moved aside, never overwritten. */
  create(record: TenantRecord): Promise<TenantRecord>;
  /** No-op when the tenant isn't there. A damaged file is moved aside. */
  remove(slug: Slug): Promise<void>;
};

export async function openRegistry(paths: InstallationPaths): Promise<Registry> {
  const directory = paths.registry;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const records = new Map<Slug, TenantRecord>();
  const damagedRecords = new Map<Slug, DamagedRecord>();
  for (const { slug, file } of await recordFiles(directory)) {
    const loaded = await loadRecord(paths, slug, file);
    if ("reason" in loaded) damagedRecords.set(slug, loaded);
    else records.set(slug, loaded);
  }
  const writing = new Mutex();
  const fileOf = (slug: Slug) => path.join(directory, `${slug}.json`);

  const get = (slug: Slug): TenantRecord | null => {
    const damage = damagedRecords.get(slug);
    if (damage) throw damagedFailure(damage);
    return records.get(slug) ?? null;
  };
  const require = (slug: Slug): TenantRecord => {
    const record = get(slug);
    if (!record) {
      throw new AgentFailure(
        "NOT_FOUND",
        `This host has no tenant "${slug}".`,
        "Provision the tenant on this host first.",
      );
    }
    return record;
  };
  const write = async (record: TenantRecord): Promise<TenantRecord> => {
    const parsed = tenantRecordSchema.parse(record);
    await writeFileAtomic(fileOf(parsed.slug), `${JSON.stringify(parsed, null, 2)}\n`, { mode: 0o600 });
    records.set(parsed.slug, parsed);
    return parsed;
  };

  const moveAside = async (slug: Slug): Promise<boolean> => {
    const damage = damagedRecords.get(slug);
    if (!damage) return false;
    await rename(damage.file, `${damage.file}.damaged-${process.hrtime.bigint()}`);
    await syncDirectory(directory);
    damagedRecords.delete(slug);
    return true;
  };

  return {
    list: () => [...records.values()].sort((a, b) => a.slug.localeCompare(b.slug)),
    damaged: () => [...damagedRecords.values()],
    get,
    require,
    update: (slug, change) => writing.runExclusive(() => write({ ...change(require(slug)), slug })),
    create: (record) =>
      writing.runExclusive(async () => {
        if (records.has(record.slug)) throw new Error(`Registry entry "${record.slug}" exists already.`);
        await moveAside(record.slug);
        return write(record);
      }),
    remove: (slug) =>
      writing.runExclusive(async () => {
        if (await moveAside(slug)) return;
        if (!records.has(slug)) return;
        await unlink(fileOf(slug));
        await syncDirectory(directory);
        records.delete(slug);
      }),
  };
}

async function recordFiles(directory: string): Promise<{ slug: Slug; file: string }[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".json")).sort();
  return names.flatMap((name) => {
    const slug = slugSchema.safeParse(name.slice(0, -".json".length));
    return slug.success ? [{ slug: slug.data, file: path.join(directory, name) }] : [];
  });
}

async function loadRecord(
  paths: InstallationPaths,
  slug: Slug,
  file: string,
): Promise<TenantRecord | DamagedRecord> {
  try {
    const record = storedRecordSchema.parse(JSON.parse(await readFile(file, "utf8")));
    if (record.slug !== slug) return { slug, file, reason: `It describes "${record.slug}".` };
    return { ...record, layout: await layoutNow(paths, slug, record.layout) };
  } catch (error) {
    return { slug, file, reason: error instanceof Error ? error.message.slice(0, 500) : "unreadable" };
  }
}

/** As it is written down; where an installation was moved as a whole, where its trees are now. */
async function layoutNow(
  paths: InstallationPaths,
  slug: Slug,
  written: TenantLayout | undefined,
): Promise<TenantLayout> {
  const own = tenantLayout(paths, slug);
  if (written === undefined) return own;
  const isMoved = !(await isThere(written.tree)) && (await isThere(own.tree));
  return isMoved ? own : written;
}

async function isThere(tree: string): Promise<boolean> {
  return (await lstat(tree).catch(() => null)) !== null;
}

function damagedFailure(damage: DamagedRecord): AgentFailure {
  return new AgentFailure(
    "INTERNAL",
    `The agent's record of "${damage.slug}" can't be read, so nothing is done to this tenant (${damage.file}).`,
    "Provision the tenant again: the damaged record is kept aside and a new one is written.",
  );
}
