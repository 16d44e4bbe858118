import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openLog } from "#lib/launcher/files/log-file.ts";
import { asChild, type Child, type ChildExit, describeExit, exitOf } from "#lib/launcher/process/child.ts";
import { type RunAs, unprivileged } from "#lib/launcher/process/run-as.ts";
import { until } from "#lib/launcher/process/until.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

import { clearStaleServer } from "./clear-stale-server.ts";
import { connectionProblem } from "./connection-problem.ts";
import { databaseUrl, longestSocketPath, type PostgresPaths, serverEnv } from "./postgres-paths.ts";
import type { PostgresProgram } from "./postgres-program.ts";
import { serverFlags } from "./server-flags.ts";

export type PostgresOptions = {
  readonly program: PostgresProgram;
  readonly paths: PostgresPaths;
  readonly runAs: RunAs;
  readonly password: string;
  /** Opened by the launcher's user, outside the server's reach. */
  readonly logFile: string;
  /** Settings over the defaults, by PostgreSQL's names. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** Starts the server over an initialized cluster and returns once it answers, after recovery if there is any to do. */
export async function startPostgres(options: PostgresOptions): Promise<Child> {
  const { program, paths, runAs } = options;
  const socketPath = path.join(paths.socketDirectory, ".s.PGSQL.5432");
  if (Buffer.byteLength(socketPath) > longestSocketPath) {
    throw new LaunchError(
      `The installation's path is too long for a unix socket: ${socketPath}`,
      "Set BULKHEAD_HOME to a shorter path and start again.",
    );
  }
  await clearStaleServer(paths.data, runAs?.uid ?? process.getuid?.() ?? 0);
  const log = openLog(options.logFile);
  // SIGINT is PostgreSQL's fast shutdown: a launcher that is killed takes the server along.
  const { file, args } = unprivileged(runAs, "INT");
  const child = spawn(
    file,
    [...args, program.postgres, "-D", paths.data, ...serverFlags(paths, options.settings)],
    {
      // A group of its own: Ctrl-C in the terminal must reach the launcher alone, which stops things in order.
      detached: true,
      cwd: paths.data,
      env: serverEnv,
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  const exited = exitOf(child);
  const started = asChild(child, exited, "SIGINT", 20_000);
  try {
    await waitUntilReady(options, exited);
  } catch (error) {
    await started.stop();
    throw error;
  }
  return started;
}

async function waitUntilReady(options: PostgresOptions, exited: Promise<ChildExit>): Promise<void> {
  const url = databaseUrl(options.paths, options.password, "postgres");
  let exit: ChildExit | null = null;
  void exited.then((value) => {
    exit = value;
  });
  const isReady = await until(async () => exit !== null || (await connectionProblem(url)) === null, 120_000);
  if (exit === null && isReady) return;
  const reason = exit === null ? "it did not answer within 120 s" : describeExit(exit);
  throw new LaunchError(
    `PostgreSQL did not start (${reason}): ${await lastLogLine(options.logFile)}`,
    `Read ${options.logFile}, mend what it names and start again. Your data is untouched.`,
  );
}

async function lastLogLine(file: string): Promise<string> {
  const log = await readFile(file, "utf8").catch(() => "");
  return log.trim().split("\n").at(-1) || "its log is empty.";
}
