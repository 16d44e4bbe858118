import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import { mapLimited } from "#agent/evidence/map-limited.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { sharedDirectories } from "./places.ts";
import { plantPrefix } from "./runner/protocol.ts";

/** Nothing of a run that still goes on is this old. */
const staleMs = 15 * 60_000;

/**
 * Removes what the probes of a run planted and a killed runner left behind,
 * known by its name. Only entries of such a name are touched. A tenant may have
 * put a link in the place of one of its directories: each is held open, without
 * following a link, and worked on as it was opened. What was left in temporary
 * directories of a runner's own went with its view.
 *
 * @param runId null for whatever an earlier agent left when it was killed
 */
export async function sweepLeftovers(
  context: AgentContext,
  records: readonly TenantRecord[],
  runId: string | null,
): Promise<number> {
  const directories = new Set<string>(sharedDirectories);
  for (const record of records) {
    const layout = tenantLayout(context.paths, record.slug);
    const { root } = runtimePaths(context.paths, record.runtimeVersion);
    for (const place of Object.values(layout)) directories.add(place);
    const home = [path.join(layout.home, ".cache"), path.join(layout.home, ".npm")];
    for (const place of [...home, root, path.join(root, "bin"), path.join(root, "node_modules")]) {
      directories.add(place);
    }
  }
  for (let at = context.paths.runtimeStore; ; at = path.dirname(at)) {
    directories.add(at);
    if (at === path.dirname(at)) break;
  }
  const counts = await mapLimited([...directories], 8, (directory) => sweepDirectory(directory, runId));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweepDirectory(directory: string, runId: string | null): Promise<number> {
  await using held = await openDirectory(directory);
  if (held === null) return 0;
  const place = `/proc/self/fd/${held.fd}`;
  const names = await readdir(place).catch(() => []);
  let count = 0;
  for (const name of names.filter((each) => each.startsWith(`${plantPrefix}${runId ?? ""}`))) {
    const entry = path.join(place, name);
    if (runId === null && !(await isStale(entry))) continue;
    const isGone = await unlink(entry)
      .catch(() => rmdir(entry))
      .then(
        () => true,
        () => false,
      );
    if (isGone) count += 1;
  }
  return count;
}

async function openDirectory(directory: string): Promise<FileHandle | null> {
  return open(directory, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch(() => null);
}

async function isStale(entry: string): Promise<boolean> {
  const stat = await lstat(entry).catch(() => null);
  return stat !== null && Date.now() - stat.mtimeMs > staleMs;
}
