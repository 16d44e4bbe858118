import { setTimeout as wait } from "node:timers/promises";
import { AgentFailure } from "#agent/agent-error.ts";
import { listPids } from "#agent/proc/list-processes.ts";
import { readOwners } from "#agent/proc/read-process.ts";
import { runCommand } from "./run-command.ts";

const limitMs = 10_000;
const orderMs = 2_000;

/**
 * Kills every process of an OS user until none is left, also those that began
 * as it and run with other rights now. One order to all of them at once, given
 * by that user: the kernel lets none have a child in between, so that a
 * program that forks faster than anybody can count is ended, too. Only for a
 * user that is a tenant's own.
 *
 * @returns how many were seen
 * @throws AgentFailure STOP_FAILED
 */
export async function killUser(uid: number): Promise<number> {
  if (uid === 0 || uid === process.getuid?.()) throw new Error("This user is not a tenant's own.");
  const seen = new Set<number>();
  const began = performance.now();
  for (;;) {
    const left = pidsOf(uid);
    if (left.length === 0) return seen.size;
    for (const pid of left) seen.add(pid);
    if (performance.now() - began > limitMs) {
      throw new AgentFailure(
        "STOP_FAILED",
        `Processes of user ${uid} could not be ended: ${left.slice(0, 20).join(", ")}.`,
        "Look at them on the host, then try again.",
        { isRetryable: true },
      );
    }
    await killAtOnce(uid);
    // What the order could not reach, or where that user may have no process more.
    for (const pid of pidsOf(uid)) killIfStill(pid, uid);
    await wait(25);
  }
}

/** Nothing of the tenant's is run for it, and what the order may come to is limited in time: the tenant could stop it. */
async function killAtOnce(uid: number): Promise<void> {
  const identity = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--no-new-privs"];
  const command = {
    file: "setpriv",
    args: [...identity, "/bin/sh", "-c", "kill -s KILL -- -1"],
    cwd: "/",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
  };
  await runCommand(command, { timeoutMs: orderMs }).catch(() => undefined);
}

function pidsOf(uid: number): number[] {
  return listPids().filter((pid) => readOwners(pid)?.includes(uid) === true);
}

function killIfStill(pid: number, uid: number): void {
  if (readOwners(pid)?.includes(uid) !== true) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
