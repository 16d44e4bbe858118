import path from "node:path";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { listInside, withFileInside } from "#agent/files/open-inside.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { type Candidates, candidatesOf } from "#agent/reader/runner/archive-owners.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import type { Gaps } from "./gaps.ts";

const mostArchives = 20;
const maxArchiveBytes = 4 * 1024 * 1024 * 1024;

/** Which tenants' trees lie in the archives of this tenant's backups, by the names of the files in them. */
export async function viewArchives(
  view: TenantView,
  slugs: readonly string[],
  gaps: Gaps,
): Promise<ConfigurationView["archives"]> {
  const place = rebaseInto(view.root, view.layout.tree, view.layout.backups);
  const listed = await listInside(view.root, place, 10_000);
  if (listed.status === "missing") return [];
  if (listed.status === "refused") {
    gaps.add("archives", `Backups could not be listed: ${listed.reason}.`);
    return [];
  }
  const archives = listed.value.filter((name) => /\.(tar|tgz|tar\.gz)$/i.test(name));
  const closed = listed.value.filter((name) => /\.(zip|zst|xz|bz2|7z|rar|age|gpg)$/i.test(name));
  for (const name of closed.slice(0, 3))
    gaps.add("archives", `The archive ${name} is of a kind that was not opened.`);
  if (archives.length > mostArchives)
    gaps.add("archives", `Only ${mostArchives} of ${archives.length} archives were opened.`);
  const found: ConfigurationView["archives"] = [];
  for (const name of archives.slice(-mostArchives)) {
    const holds = await tenantsIn(view, path.join(place, name), slugs, gaps);
    found.push({ name, holds });
  }
  return found;
}

async function tenantsIn(
  view: TenantView,
  file: string,
  slugs: readonly string[],
  gaps: Gaps,
): Promise<string[]> {
  const name = path.basename(file);
  const isGzip = !/\.tar$/i.test(name);
  const reader = readerOf(view.context, view.record);
  const opened = await withFileInside(view.root, file, maxArchiveBytes, async (handle, stat) => {
    const seen = await handle.stat({ bigint: true });
    const stamp = `${seen.dev}:${seen.ino}:${seen.size}:${seen.mtimeNs}:${seen.ctimeNs}`;
    return { status: "ok", value: await reader.archive(handle, isGzip, stamp), stat };
  });
  if (opened.status === "missing") return [];
  if (opened.status === "refused") {
    gaps.add("archives", `An archive was not opened: ${opened.reason}.`);
    return [];
  }
  const reading = opened.value;
  if ("problem" in reading) {
    gaps.add("archives", `The archive ${file} ${reading.problem}.`);
    return [];
  }
  if (!reading.value.isWhole) gaps.add("archives", `The archive ${name} could not be read to its end.`);
  const known = new Set(slugs);
  return [
    ...new Set(reading.value.owners.flatMap((candidates) => ownerAmong(candidates, known) ?? [])),
  ].sort();
}

/** The tenant in whose tree a file of an archive lay; also one that has since left the host. */
export function ownerOf(entry: string, known: ReadonlySet<string>): string | null {
  return ownerAmong(candidatesOf(entry), known);
}

function ownerAmong(candidates: Candidates, known: ReadonlySet<string>): string | null {
  const owner = candidates.find(
    ({ name, isTree, isBelowTenants }) => known.has(name) || (isTree && isBelowTenants),
  );
  return owner?.name ?? null;
}
