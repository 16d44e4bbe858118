import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openLog } from "#lib/launcher/files/log-file.ts";
import { asChild, type Child, type ChildExit, describeExit, exitOf } from "#lib/launcher/process/child.ts";
import { type RunAs, unprivileged } from "#lib/launcher/process/run-as.ts";
import { until } from "#lib/launcher/process/until.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import type { WebProgram } from "./stage-web.ts";
import { webAnswers } from "./web-answers.ts";

export type WebOptions = {
  readonly program: WebProgram;
  readonly env: NodeJS.ProcessEnv;
  readonly runAs: RunAs;
  readonly port: number;
  readonly bindAddress: string;
  readonly logFile: string;
};

/** Starts the web and returns once it answers a request. */
export async function startWeb(options: WebOptions): Promise<Child> {
  const { program } = options;
  const log = openLog(options.logFile);
  const { file, args } = unprivileged(options.runAs, null);
  const child = spawn(file, [...args, program.node, program.entry], {
    detached: true,
    cwd: program.directory,
    env: { ...options.env, PORT: String(options.port), HOSTNAME: options.bindAddress },
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const exited = exitOf(child);
  const web = asChild(child, exited, "SIGTERM", 15_000);
  try {
    await waitUntilAnswering(options, exited);
  } catch (error) {
    await web.stop();
    throw error;
  }
  return web;
}

async function waitUntilAnswering(options: WebOptions, exited: Promise<ChildExit>): Promise<void> {
  let exit: ChildExit | null = null;
  void exited.then((value) => {
    exit = value;
  });
  const isAnswering = await until(async () => exit !== null || (await webAnswers(options)), 60_000, 100);
  if (exit === null && isAnswering) return;
  const reason = exit === null ? "it did not answer within 60 s" : describeExit(exit);
  const log = await readFile(options.logFile, "utf8").catch(() => "");
  throw new LaunchError(
    `The web did not start (${reason}).\n${log.trim().split("\n").slice(-12).join("\n")}`,
    `Its whole log is ${options.logFile}.`,
  );
}
