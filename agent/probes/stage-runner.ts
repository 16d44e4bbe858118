import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkAncestors } from "#agent/runtime-store/check-ancestors.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

const source = path.join(import.meta.dirname, "runner");
const namePrefix = "probe-runner-";
const manifest = `${JSON.stringify({ type: "module" })}\n`;

export type StagedRunner = {
  /** The agent's, readable for every tenant, writable for none. */
  readonly directory: string;
  readonly main: string;
};

/**
 * Copies the runner's program beside the runtimes, where every tenant's user
 * can read it and none can change it: the clone may lie in a private home.
 * Named after its content, so an update is never mixed with what runs.
 *
 * @throws AgentFailure PATH_FOREIGN when somebody else could change it there
 */
export async function stageRunner({ runtimeStore }: InstallationPaths, uid: number): Promise<StagedRunner> {
  await checkAncestors(runtimeStore, uid);
  const files = (await readdir(source))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
  const name = `${namePrefix}${await digestOf(source, files)}`;
  const directory = path.join(runtimeStore, name);
  const staged = { directory, main: path.join(directory, "main.ts") };
  const isThere = (await digestOf(directory, files).catch(() => "")) === name.slice(namePrefix.length);
  if (!isThere) await copyRunner(runtimeStore, directory, files);
  for (const other of await readdir(runtimeStore)) {
    const isOld = other.startsWith(namePrefix) && other !== name;
    if (isOld) await rm(path.join(runtimeStore, other), { recursive: true, force: true });
  }
  return staged;
}

async function copyRunner(store: string, directory: string, files: readonly string[]): Promise<void> {
  const staging = path.join(store, `.${namePrefix}${process.pid}-${process.hrtime.bigint()}`);
  try {
    await mkdir(staging);
    for (const file of files) {
      await cp(path.join(source, file), path.join(staging, file));
      await chmod(path.join(staging, file), 0o644);
    }
    await writeFile(path.join(staging, "package.json"), manifest, { mode: 0o644 });
    await chmod(path.join(staging, "package.json"), 0o644);
    await chmod(staging, 0o755);
    await rm(directory, { recursive: true, force: true });
    await rename(staging, directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function digestOf(directory: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(await readFile(path.join(directory, file)));
  return hash.digest("hex").slice(0, 16);
}
