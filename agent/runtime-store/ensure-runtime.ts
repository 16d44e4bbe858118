import { readlinkSync } from "node:fs";
import { chmod, mkdir, readdir, realpath, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "#agent/files/write-file-atomic.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { listPids } from "#agent/proc/list-processes.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { agentUid } from "#agent/system/agent-uid.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { checkAncestors } from "./check-ancestors.ts";
import { closeProgram } from "./close-program.ts";
import { type RuntimeManifest, readRuntime } from "./inspect-runtime.ts";
import { releaseExists } from "./release-exists.ts";
import { runtimePaths } from "./runtime-paths.ts";
import { stageRuntime } from "./stage-runtime.ts";

export { defaultRuntimeVersion } from "./runtime-paths.ts";

/** Node, OpenClaw and its packages take about 780 MB; npm's cache takes some more on the way. */
const requiredBytes = 1_600_000_000;

/**
 * Makes one version of OpenClaw, with the Node it runs on, present in the
 * runtime store: every package locked by its checksum, no install script run,
 * owned by the agent's user, writable by nobody else, tried once without
 * privileges and only then moved into place. Safe to repeat, and after being
 * killed at any point.
 *
 * @throws AgentFailure RUNTIME_MISSING, PATH_FOREIGN or DISK_FULL
 */
export async function ensureRuntime(
  paths: InstallationPaths,
  version: string,
  onProgress: (line: string) => void,
): Promise<RuntimeManifest> {
  await checkRelease(version);
  await mkdir(paths.runtimeStore, { recursive: true });
  const uid = agentUid();
  const runtime = runtimePaths(paths, version);
  const installed = await readRuntime(paths, version);
  if (installed) {
    await checkAncestors(await realpath(runtime.root), uid);
    await closeProgram(runtime.node);
    return installed;
  }
  // Tenants' users pass through here whatever umask the agent has.
  await chmod(paths.runtimeStore, 0o755);
  await checkAncestors(paths.runtimeStore, uid);
  await checkFreeSpace(paths.runtimeStore);
  await removeAbandoned(paths.runtimeStore);

  const staging = path.join(paths.runtimeStore, stagingName(process.pid));
  try {
    await mkdir(staging, { mode: 0o755 });
    await stageRuntime(staging, version, onProgress);
    await putInPlace(staging, runtime.root, () => readRuntime(paths, version));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  const manifest = await readRuntime(paths, version);
  if (!manifest) throw runtimeFailure(`OpenClaw ${version} was installed and can't be read back.`);
  onProgress(`OpenClaw ${version} on Node ${manifest.node} is ready.`);
  return manifest;
}

async function checkRelease(version: string): Promise<void> {
  if (await releaseExists(version)) return;
  throw new AgentFailure(
    "RUNTIME_MISSING",
    `This host has no locked list of packages for OpenClaw ${version}, so it won't install it.`,
    "Choose a version that this Bulkhead supports, or update Bulkhead.",
  );
}

async function checkFreeSpace(directory: string): Promise<void> {
  const disk = await statfs(directory);
  const free = disk.bavail * disk.bsize;
  if (free >= requiredBytes) return;
  throw new AgentFailure(
    "DISK_FULL",
    `OpenClaw needs ${Math.ceil(requiredBytes / 1e6)} MB on the disk of ${directory}; ${Math.floor(free / 1e6)} MB are free.`,
    "Free some space, then try again.",
    { isRetryable: true },
  );
}

/** Named after the process that fills it, start time included, so that a leftover is known for one. */
function stagingName(pid: number): string {
  return `.staging-${pid}-${readProcess(pid)?.startTicks ?? 0}-${process.hrtime.bigint()}`;
}

/** Ends and removes what installations that were killed left behind: npm outlives the program that started it. */
export async function removeAbandoned(store: string): Promise<void> {
  for (const name of await readdir(store)) {
    const match = /^\.(?:staging|replaced)-(\d+)-(\d+)-/.exec(name);
    if (!match || readSameProcess({ pid: Number(match[1]), startTicks: Number(match[2]) }) !== null) continue;
    const directory = path.join(store, name);
    for (const pid of listPids()) if (worksIn(pid, directory)) killIfThere(pid);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function worksIn(pid: number, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(directory);
  } catch {
    // Gone, or another user's: then it can't write here either.
    return false;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

/** Another process may have been faster; its finished runtime is then kept. Something unfinished is moved out of the way. */
async function putInPlace(
  staging: string,
  root: string,
  readInstalled: () => Promise<RuntimeManifest | null>,
): Promise<void> {
  try {
    await rename(staging, root);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOTDIR") throw error;
    if (await readInstalled()) return;
    const replaced = staging.replace(".staging-", ".replaced-");
    await rename(root, replaced);
    await rename(staging, root);
    await rm(replaced, { recursive: true, force: true });
  }
  await syncDirectory(path.dirname(root));
}

function runtimeFailure(message: string): AgentFailure {
  return new AgentFailure("RUNTIME_MISSING", message, "Try again; if it persists, see the agent's log.", {
    isRetryable: true,
  });
}
