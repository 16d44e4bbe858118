import { createHash } from "node:crypto";
import type { AgentContext } from "#agent/context/context.ts";
import { readBytesInside } from "#agent/files/open-inside.ts";
import { statUnlinked } from "#agent/files/open-unlinked.ts";
import { realPlace } from "#agent/files/real-place.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { stampOf } from "#agent/watchdog/file-stamp.ts";
import { maxConfigBytes, readOwnConfig } from "./read-config.ts";

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
      const { configFile: file } = tenant.layout;
      const before = known.get(file);
      // Taken before anything is read: what changes meanwhile shows at the next look.
      const stamp = await stampOfAll(file, before?.included ?? []);
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

/** JSON5 writes the key in many ways, all of which take "include" or an escape. */
function mayInclude(text: Buffer): boolean {
  return text.includes("include") || text.includes("\\");
}

async function hashNow(context: AgentContext, tenant: TenantRecord): Promise<Omit<Known, "stamp"> | null> {
  const { layout } = tenant;
  const { root, place } = await realPlace(layout, layout.configFile);
  const inside = await readBytesInside(root, place, maxConfigBytes);
  if (inside.status !== "ok") return null;
  const own = createHash("sha256").update(inside.value).digest("hex");
  if (!mayInclude(inside.value)) return { hash: own, included: [] };
  const { wholeHash, includes } = await readOwnConfig(context, tenant);
  return { hash: wholeHash ?? own, included: [...new Set(includes.map((each) => each.file))].sort() };
}

async function stampOfAll(file: string, included: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    [file, ...included].map(async (each) => {
      const stat = await statUnlinked(each);
      return stat === null ? "none" : stampOf(stat);
    }),
  );
  return stamps.join(" ");
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
