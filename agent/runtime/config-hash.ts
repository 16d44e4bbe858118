import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import { readBytesInside } from "#agent/evidence/open-inside.ts";
import { readConfig } from "#agent/evidence/read-config.ts";
import { realPlace } from "#agent/evidence/real-place.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";

export type ConfigHasher = {
  /** Of a tenant's configuration; nothing outside its tree is read. */
  hash(context: AgentContext, tenant: TenantRecord): Promise<string | null>;
};

type Known = {
  readonly included: readonly string[];
  /** Null until a look has begun with these included files in mind. */
  readonly stamp: string | null;
  readonly hash: string;
};

/**
 * SHA-256 of configurations with what they include, computed again only when
 * the stat of one of the files changed; null when it can't be read.
 */
export function createConfigHasher(): ConfigHasher {
  const known = new Map<string, Known>();
  return {
    async hash(context, tenant) {
      const { configFile: file } = tenantLayout(context.paths, tenant.slug);
      const before = known.get(file);
      // Taken before anything is read: what changes meanwhile shows at the next look.
      const stamp = await stampOf(file, before?.included ?? []);
      if (before !== undefined && before.stamp === stamp) return before.hash;
      const read = await hashNow(context, tenant);
      if (read === null) known.delete(file);
      else {
        const isForeseen = isSameList(read.included, before?.included ?? []);
        known.set(file, { ...read, stamp: isForeseen ? stamp : null });
      }
      return read?.hash ?? null;
    },
  };
}

async function hashNow(context: AgentContext, tenant: TenantRecord): Promise<Omit<Known, "stamp"> | null> {
  const layout = tenantLayout(context.paths, tenant.slug);
  const { root, place } = await realPlace(layout, layout.configFile);
  const inside = await readBytesInside(root, place);
  if (inside.status !== "ok") return null;
  const own = createHash("sha256").update(inside.value).digest("hex");
  if (!inside.value.includes("$include")) return { hash: own, included: [] };
  const { wholeHash, includes } = await readConfig(context, tenant, root, place);
  return { hash: wholeHash ?? own, included: [...new Set(includes.map((each) => each.file))].sort() };
}

async function stampOf(file: string, included: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    [file, ...included].map(async (each) => {
      const stat = await lstat(each, { bigint: true }).catch(() => null);
      return stat === null ? "none" : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
    }),
  );
  return stamps.join(" ");
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
