import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

const run = promisify(execFile);

export type WebProgram = {
  readonly directory: string;
  readonly node: string;
  readonly entry: string;
  /** Takes jobs and watches the host in a process of its own, without a server. */
  readonly worker: string;
};

/** Where a build stands once it is staged. */
export function webProgram(paths: InstallationPaths, hash: string): WebProgram {
  const directory = path.join(paths.program, `web-${hash}`);
  return {
    directory,
    node: path.join(directory, "bin", "node"),
    entry: path.join(directory, "web-entry.mjs"),
    worker: path.join(directory, "worker-entry.mjs"),
  };
}

export async function isStaged(program: WebProgram): Promise<boolean> {
  return stat(program.entry).then(
    () => true,
    () => false,
  );
}

/**
 * Copies the built web, and the Node to run it on, out of the clone, which the
 * service user may be unable to enter. The copy belongs to the launcher's user
 * and nobody else can write it.
 */
export async function stageWeb(root: string, program: WebProgram): Promise<void> {
  const unfinished = `${program.directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(path.join(unfinished, "bin"), { recursive: true });
  const copy = (from: string, to: string) =>
    cp(path.join(root, from), path.join(unfinished, to), { recursive: true, verbatimSymlinks: true });
  await copy(".next/standalone", ".");
  await copy(".next/static", ".next/static");
  await copy("public", "public");
  await copyFile(process.execPath, path.join(unfinished, "bin", "node"));
  const beside = ["web-entry.mjs", "worker-entry.mjs", "front/open-front-door.ts", "front/client-address.ts"];
  for (const name of beside) {
    await cp(path.join(import.meta.dirname, name), path.join(unfinished, name));
  }
  await copy("lib/http/response-headers.ts", "response-headers.ts");
  await run("chmod", ["-R", "u+rwX,go+rX,go-w", unfinished]);
  await rm(program.directory, { recursive: true, force: true });
  await rename(unfinished, program.directory);
}

/** Removes builds other than this one, once nothing runs from them. */
export async function removeOtherBuilds(paths: InstallationPaths, program: WebProgram): Promise<void> {
  for (const name of await readdir(paths.program)) {
    const directory = path.join(paths.program, name);
    if (!name.startsWith("web-") || directory === program.directory) continue;
    await rm(directory, { recursive: true, force: true });
  }
}
