import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { plantPrefix } from "#agent/staged/plant-prefix.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { sharedDirectories } from "./places.ts";

/** In a directory that others use, too, a run of another installation may go on, but none for so long. */
const staleMs = 15 * 60_000;

/**
 * Removes what the probes of a run planted and a killed runner left behind,
 * known by its name. Only entries of such a name are touched, and in a
 * directory that others use, too, only the tenants' own and old ones. A tenant may have
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
  const uids = new Set(records.map(({ uid }) => uid));
  const directories = new Set<string>();
  for (const record of records) {
    const { layout } = record;
    const { root } = runtimePaths(context.paths, record.runtimeVersion);
    for (const place of Object.values(layout)) directories.add(place);
    const home = [path.join(layout.home, ".cache"), path.join(layout.home, ".npm")];
    for (const place of [...home, root, path.join(root, "bin"), path.join(root, "node_modules")]) {
      directories.add(place);
    }
  }
  const shared = new Set<string>(sharedDirectories);
  for (let at = context.paths.runtimeStore; ; at = path.dirname(at)) {
    shared.add(at);
    if (at === path.dirname(at)) break;
  }
  const isOurs = async (entry: string) => {
    const stat = await lstat(entry).catch(() => null);
    return stat !== null && (uids.has(stat.uid) || Date.now() - stat.mtimeMs > staleMs);
  };
  const counts = await mapLimited([...directories, ...shared], 8, (directory) =>
    directories.has(directory) ? sweepDirectory(directory, runId) : sweepDirectory(directory, runId, isOurs),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweepDirectory(
  directory: string,
  runId: string | null,
  isOurs: (entry: string) => Promise<boolean> = async () => true,
): Promise<number> {
  await using held = await openDirectory(directory);
  if (held === null) return 0;
  const place = `/proc/self/fd/${held.fd}`;
  const names = await readdir(place).catch(() => []);
  let count = 0;
  for (const name of names.filter((each) => each.startsWith(`${plantPrefix}${runId ?? ""}`))) {
    const entry = path.join(place, name);
    if (runId === null && !(await isOurs(entry))) continue;
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
