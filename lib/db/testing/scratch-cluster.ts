import { lchown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { initializeCluster } from "#lib/launcher/postgres/initialize-cluster.ts";
import { postgresPaths } from "#lib/launcher/postgres/postgres-paths.ts";
import { stagePostgresProgram } from "#lib/launcher/postgres/postgres-program.ts";
import type { PostgresOptions } from "#lib/launcher/postgres/start-postgres.ts";
import { unprivilegedUser } from "./unprivileged-user.ts";

/** A new cluster in a temporary directory, not started, and how to remove it. */
export async function makeScratchCluster(): Promise<PostgresOptions & { remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-db-"));
  const paths = postgresPaths(path.join(directory, "postgres"));
  await mkdir(paths.directory, { mode: 0o700 });
  if (unprivilegedUser) await lchown(directory, unprivilegedUser.uid, unprivilegedUser.gid);
  const program = await stagePostgresProgram(path.join(directory, "program"));
  const password = await initializeCluster(program, paths, unprivilegedUser);
  return {
    program,
    paths,
    password,
    runAs: unprivilegedUser,
    logFile: path.join(directory, "postgres.log"),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
