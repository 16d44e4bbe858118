import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { lchown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { readOwnedFile } from "#lib/launcher/files/read-owned-file.ts";
import { type RunAs, unprivileged } from "#lib/launcher/process/run-as.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import { databaseUser, type PostgresPaths, serverEnv } from "./postgres-paths.ts";
import type { PostgresProgram } from "./postgres-program.ts";

const run = promisify(execFile);

/**
 * Makes the cluster and its password when there is none; safe to repeat.
 *
 * @returns the password of {@link databaseUser}
 */
export async function initializeCluster(
  program: PostgresProgram,
  paths: PostgresPaths,
  runAs: RunAs,
): Promise<string> {
  await makeOwnDirectory(paths.directory, runAs);
  if (path.dirname(paths.socketDirectory) === paths.directory) {
    await makeOwnDirectory(paths.socketDirectory, runAs);
  }
  const owners = [0, runAs?.uid ?? process.getuid?.() ?? 0];
  const major = await readOwnedFile(`${paths.data}/PG_VERSION`, owners);
  if (major === null) await create(program, paths, runAs);
  else if (major.trim() !== program.major) {
    throw new LaunchError(
      `The database in ${paths.data} was written by PostgreSQL ${major.trim()}; this version brings ${program.major}.`,
      "Start the Bulkhead version that wrote it, or move its data with pg_upgrade.",
    );
  }
  const password = await readOwnedFile(paths.passwordFile, owners);
  if (password !== null) return password.trim();
  throw new LaunchError(
    `The database's password is missing: ${paths.passwordFile}.`,
    "Restore this file from a backup of the installation.",
  );
}

async function create(program: PostgresProgram, paths: PostgresPaths, runAs: RunAs): Promise<void> {
  // Renamed into place when complete: an initdb that was killed half way is simply done again.
  const unfinished = `${paths.data}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(paths.passwordFile, { force: true });
  await writeFile(paths.passwordFile, `${randomBytes(24).toString("base64url")}\n`, {
    mode: 0o600,
    flag: "wx",
  });
  if (runAs) await lchown(paths.passwordFile, runAs.uid, runAs.gid);
  const options = ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8"];
  try {
    const { file, args } = unprivileged(runAs, "KILL");
    await run(
      file,
      [
        ...args,
        program.initdb,
        "-D",
        unfinished,
        "-U",
        databaseUser,
        `--pwfile=${paths.passwordFile}`,
        "--no-instructions",
        ...options,
      ],
      { cwd: paths.directory, env: serverEnv },
    );
  } catch (error) {
    throw new LaunchError(
      `The database could not be created in ${paths.directory}: ${lastLines(error)}`,
      "Check the free space and the permissions of that directory, then start again.",
      { cause: error },
    );
  }
  await rename(unfinished, paths.data);
}

async function makeOwnDirectory(directory: string, runAs: RunAs): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (runAs) await lchown(directory, runAs.uid, runAs.gid);
}

function lastLines(error: unknown): string {
  const { stderr } = error as { stderr?: string };
  return (stderr?.trim() || String(error)).split("\n").slice(-3).join(" ");
}
