import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openLog } from "#lib/launcher/files/log-file.ts";
import { asChild, type Child, describeExit, exitOf } from "#lib/launcher/process/child.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

export type AgentOptions = {
  /** Of the clone. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
};

const readyWithinMs = 60_000;

/** Starts the host agent and returns once it says that it is ready. Gateways are none of its children and outlive it. */
export async function startAgent(options: AgentOptions): Promise<Child> {
  const log = openLog(options.logFile);
  const child = spawn(process.execPath, [path.join(options.root, "agent", "main.ts")], {
    detached: true,
    cwd: options.root,
    env: options.env,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const exited = exitOf(child);
  const agent = asChild(child, exited, "SIGTERM", 15_000);
  const isReady = new Promise<true>((resolve) => {
    child.on("message", (message) => {
      if (typeof message === "object" && "type" in message && message.type === "ready") resolve(true);
    });
  });
  const timeout = AbortSignal.timeout(readyWithinMs);
  const isLate = new Promise<null>((resolve) => timeout.addEventListener("abort", () => resolve(null)));
  const outcome = await Promise.race([isReady, exited, isLate]);
  if (outcome === true) return agent;
  await agent.stop();
  const reason =
    outcome === null ? `it was not ready within ${readyWithinMs / 1000} s` : describeExit(outcome);
  const lines = (await readFile(options.logFile, "utf8").catch(() => "")).trim().split("\n").slice(-8);
  throw new LaunchError(
    `The host agent did not start (${reason}).\n${lines.join("\n")}`,
    `Its whole log is ${options.logFile}.`,
  );
}
