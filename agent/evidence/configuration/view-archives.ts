import path from "node:path";
import type { ConfigurationView } from "#lib/domain/mistakes/configuration-view.ts";
import { listInside, withFileInside } from "../open-inside.ts";
import { rebaseInto, type TenantView } from "../tenant-view.ts";
import type { Gaps } from "./gaps.ts";
import { readArchiveNames } from "./read-archive-names.ts";

const mostArchives = 20;
const timeoutMs = 4_000;
const maxArchiveBytes = 4 * 1024 * 1024 * 1024;
const partsOfTree: ReadonlySet<string> = new Set([
  "state",
  "workspace",
  "config",
  "secrets",
  "logs",
  "home",
  "credentials",
  "openclaw.json",
]);

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
  const holds = new Set<string>();
  const known = new Set(slugs);
  const name = path.basename(file);
  const isGzip = !/\.tar$/i.test(name);
  const opened = await withFileInside(view.root, file, maxArchiveBytes, async (handle, stat) => {
    const { isWhole } = await readArchiveNames(handle, { isGzip, timeoutMs }, (entry) => {
      const slug = ownerOf(entry, known);
      if (slug !== null) holds.add(slug);
    });
    return { status: "ok", value: isWhole, stat };
  });
  if (opened.status === "refused") gaps.add("archives", `An archive was not opened: ${opened.reason}.`);
  if (opened.status === "ok" && !opened.value)
    gaps.add("archives", `The archive ${name} could not be read to its end.`);
  return [...holds].sort();
}

/** The tenant in whose tree a file of an archive lay; also one that has since left the host. */
export function ownerOf(entry: string, known: ReadonlySet<string>): string | null {
  const parts = entry.split("/").filter((part) => part !== "" && part !== ".");
  for (const [index, part] of parts.entries()) {
    const isTree = partsOfTree.has(parts[index + 1] ?? "");
    const isBelowTenants = parts[index - 1] === "tenants" && /^[a-z][a-z0-9-]*$/.test(part);
    if (known.has(part) && (isTree || isBelowTenants)) return part;
    if (isBelowTenants && isTree) return part;
  }
  return null;
}
