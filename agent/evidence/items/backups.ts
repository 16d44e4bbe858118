import path from "node:path";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { observePlace } from "#agent/evidence/sources/observe-place.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { octal } from "#agent/files/inspect-place.ts";
import { listInside } from "#agent/files/open-inside.ts";
import { statUnlinked } from "#agent/files/open-unlinked.ts";
import { isCanaryOfNow } from "#agent/files/planted.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";

/** The directory of the tenant's backups and what lies in it. */
export async function observeBackups(draft: Draft, view: TenantView): Promise<void> {
  const place = await observePlace(draft, view, view.layout.backups, { label: "backups directory" });
  if (place === null) return;
  if (place.kind !== "directory") {
    draft.untried(`The backups directory ${place.real} does not exist or is not a directory.`);
    return;
  }
  const listed = await listInside(view.root, place.real, 10_000);
  draft.how("listing of the backups directory");
  if (listed.status !== "ok") {
    draft.unmeasured(listed.status === "missing" ? "The backups directory has gone." : `${listed.reason}.`);
    return;
  }
  await observeArchives(draft, view, place.real, listed.value);
}

async function observeArchives(
  draft: Draft,
  view: TenantView,
  directory: string,
  names: readonly string[],
): Promise<void> {
  let newest: { name: string; at: Date } | null = null;
  let count = 0;
  for (const name of names) {
    if (view.isOver.aborted) break;
    if (isCanaryOfNow(name)) continue;
    const seen = await statUnlinked(path.join(directory, name), view.root);
    if (seen === null) continue;
    if (!seen.isFile()) {
      if (seen.isSymbolicLink()) noteLink(draft, path.join(directory, name));
      continue;
    }
    count += 1;
    if (newest === null || seen.mtime > newest.at) newest = { name, at: seen.mtime };
    // A backup has copies of the tenant's secrets in it, so its own mode matters wherever it is moved to.
    const mode = Number(seen.mode & 0o7777n);
    if (mode & 0o077) noteOpen(draft, path.join(directory, name), mode);
  }
  draft.fact("Archives", String(count));
  if (newest !== null) draft.fact("Newest archive", `${newest.name}, ${newest.at.toISOString()}`);
}

function noteLink(draft: Draft, file: string): void {
  draft.defect(
    "symlink",
    `${file} is a symbolic link among the backups.`,
    `Look where it leads and remove it: rm ${shellWord(file)}`,
  );
}

function noteOpen(draft: Draft, file: string, mode: number): void {
  draft.defect(
    "open-mode",
    `The archive ${file} has mode ${octal(mode)}: other users may read it once they reach it.`,
    `Close it: chmod 0600 ${shellWord(file)}`,
  );
}
