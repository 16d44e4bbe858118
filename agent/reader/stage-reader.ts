import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire, stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { checkAncestors } from "#agent/runtime-store/check-ancestors.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

const source = path.join(import.meta.dirname, "runner");
const json5 = path.join(
  path.dirname(createRequire(import.meta.url).resolve("json5")),
  "..",
  "dist",
  "index.mjs",
);
const namePrefix = "reader-";
/** An agent of another version may still use its own. */
const keepOldMs = 24 * 60 * 60 * 1000;

/**
 * Puts the reader's program beside the runtimes, where every tenant's user can
 * read it and none can change it. It is put there as plain JavaScript: it is
 * started often, and taking the types out each time would take longer than all
 * the rest of a start. Named after its content.
 *
 * @returns the program's file
 * @throws AgentFailure PATH_FOREIGN when somebody else could change it there
 */
export async function stageReader({ runtimeStore }: InstallationPaths, uid: number): Promise<string> {
  await checkAncestors(runtimeStore, uid);
  const files = await program();
  const name = `${namePrefix}${digestOf(files)}`;
  const directory = path.join(runtimeStore, name);
  if (!(await isThere(directory, files))) await place(runtimeStore, directory, files);
  for (const other of await readdir(runtimeStore)) {
    if (!other.startsWith(namePrefix) || other === name) continue;
    const age = Date.now() - ((await stat(path.join(runtimeStore, other)).catch(() => null))?.mtimeMs ?? 0);
    if (age > keepOldMs) await rm(path.join(runtimeStore, other), { recursive: true, force: true });
  }
  return path.join(directory, "main.mjs");
}

type Files = ReadonlyMap<string, string>;

/** Every file as it is put there, by name. */
async function program(): Promise<Files> {
  const names = (await readdir(source)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const files = await Promise.all(
    names.sort().map(async (name): Promise<[string, string]> => {
      const text = stripTypeScriptTypes(await readFile(path.join(source, name), "utf8"));
      const plain = text
        .replace(/(["'])(\.\/[\w-]+)\.ts\1/g, "$1$2.mjs$1")
        .replace(/from "json5"/, 'from "./json5.mjs"');
      return [name.replace(/\.ts$/, ".mjs"), plain];
    }),
  );
  return new Map([...files, ["json5.mjs", await readFile(json5, "utf8")]]);
}

async function isThere(directory: string, files: Files): Promise<boolean> {
  for (const [name, text] of files) {
    if ((await readFile(path.join(directory, name), "utf8").catch(() => null)) !== text) return false;
  }
  return true;
}

async function place(store: string, directory: string, files: Files): Promise<void> {
  const staging = path.join(store, `.${namePrefix}${process.pid}-${process.hrtime.bigint()}`);
  try {
    await mkdir(staging);
    for (const [name, text] of files) {
      await writeFile(path.join(staging, name), text);
      await chmod(path.join(staging, name), 0o644);
    }
    await chmod(staging, 0o755);
    try {
      await rename(staging, directory);
    } catch {
      // Another agent was faster, or what is there is damaged.
      if (await isThere(directory, files)) return;
      await rm(directory, { recursive: true, force: true });
      await rename(staging, directory);
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function digestOf(files: Files): string {
  const hash = createHash("sha256");
  for (const [name, text] of files) hash.update(`${name}\0${text.length}\0`).update(text);
  return hash.digest("hex").slice(0, 16);
}
