import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

export type StagedProgram = {
  /** Beginning of its directory's name, which only this program uses. */
  readonly namePrefix: string;
  readonly source: string;
  /** Names of its files in `source`; they import nothing but Node's own modules and each other. */
  readonly files: readonly string[];
};

const manifest = `${JSON.stringify({ type: "module" })}\n`;
const underWay = new Map<string, Promise<string>>();

/**
 * Copies a program of Bulkhead's own beside the runtimes, where every tenant's
 * user can read it and none can change it: the clone may lie in a private
 * home. Named after its content, so an update is never mixed with what runs.
 *
 * @param store whose ancestors were checked when a runtime was put into it
 * @returns its directory
 */
export function stageProgram(store: string, program: StagedProgram): Promise<string> {
  const key = `${store}\0${program.namePrefix}`;
  const before = underWay.get(key) ?? Promise.resolve("");
  const staged = before.catch(() => "").then(() => stage(store, program));
  underWay.set(key, staged);
  return staged;
}

async function stage(store: string, { namePrefix, source, files }: StagedProgram): Promise<string> {
  const digest = await digestOf(source, files);
  const directory = path.join(store, `${namePrefix}${digest}`);
  if ((await digestOf(directory, files).catch(() => "")) === digest) return directory;
  await mkdir(store, { recursive: true, mode: 0o755 });
  const staging = path.join(store, `.${namePrefix}${process.pid}-${process.hrtime.bigint()}`);
  try {
    await mkdir(staging);
    for (const file of files) {
      await cp(path.join(source, file), path.join(staging, file));
      await chmod(path.join(staging, file), 0o644);
    }
    await writeFile(path.join(staging, "package.json"), manifest);
    await chmod(path.join(staging, "package.json"), 0o644);
    await chmod(staging, 0o755);
    await rm(directory, { recursive: true, force: true });
    await rename(staging, directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  for (const other of await readdir(store)) {
    const isOld = other.startsWith(namePrefix) && path.join(store, other) !== directory;
    if (isOld) await rm(path.join(store, other), { recursive: true, force: true });
  }
  return directory;
}

async function digestOf(directory: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(await readFile(path.join(directory, file)));
  return hash.digest("hex").slice(0, 16);
}
