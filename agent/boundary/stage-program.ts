import { createHash } from "node:crypto";
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Mutex } from "async-mutex";

export type StagedProgram = {
  /** Beginning of its directory's name, which only this program uses. */
  readonly namePrefix: string;
  readonly source: string;
  /** Its files below `source`; they import nothing but Node's own modules and each other. */
  readonly files: readonly string[];
};

const unusedMs = 24 * 3_600_000;
/** Files that are named from the repository's root find each other as they do there. */
const imports = { "#agent/*": "./agent/*", "#lib/*": "./lib/*" };
const manifest = `${JSON.stringify({ type: "module", imports })}\n`;
/** By store and program: two that stage the same one would clear away what the other just made. */
const turns = new Map<string, Mutex>();

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
  const turn = turns.get(key) ?? new Mutex();
  turns.set(key, turn);
  return turn.runExclusive(() => stage(store, program));
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
      await makeReadable(staging, path.dirname(file));
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
    const place = path.join(store, other);
    const isOther = other.startsWith(namePrefix) && place !== directory;
    if (isOther && (await isUnused(place))) await rm(place, { recursive: true, force: true });
  }
  return directory;
}

/** What an older version staged may still run, but not for so long. */
async function isUnused(directory: string): Promise<boolean> {
  const stat = await lstat(directory).catch(() => null);
  return stat !== null && Date.now() - stat.mtimeMs > unusedMs;
}

/** Makes the directories of a relative path, each open to everybody whatever the umask is. */
async function makeReadable(parent: string, relative: string): Promise<void> {
  let directory = parent;
  for (const name of relative.split(path.sep).filter((each) => each !== ".")) {
    directory = path.join(directory, name);
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o755);
  }
}

async function digestOf(directory: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(await readFile(path.join(directory, file)));
  return hash.digest("hex").slice(0, 16);
}
