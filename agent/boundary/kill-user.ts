import { setTimeout as wait } from "node:timers/promises";
import { listPids } from "#agent/proc/list-processes.ts";
import { readOwners } from "#agent/proc/read-process.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { runCommand } from "#agent/system/run-command.ts";

const limitMs = 10_000;
const orderMs = 5_000;

/**
 * Kills every process of an OS user until none is left, also those that began
 * as it and run with other rights now. One order to all of them at once: the
 * kernel lets none have a child in between. Looking for them and killing them
 * one by one would never see a program whose processes live shorter than a look
 * takes. Only for a user that is a tenant's own.
 *
 * @returns how many were seen
 * @throws AgentFailure STOP_FAILED
 */
export async function killUser(uid: number): Promise<number> {
  if (uid === 0 || uid === process.getuid?.()) throw new Error("This user is not a tenant's own.");
  const seen = new Set(pidsOf(uid));
  const began = performance.now();
  for (;;) {
    const problem = await killAtOnce(uid).then(
      () => null,
      (error: unknown) => (error instanceof NotOrdered ? error.message : Promise.reject(error)),
    );
    // Whatever is left after the order has it, and can only end: nothing is born while it is looked for.
    const left = pidsOf(uid);
    if (problem === null && left.length === 0) return seen.size;
    for (const pid of left) seen.add(pid);
    if (performance.now() - began > limitMs) {
      throw notEnded(uid, problem ?? `left: ${left.slice(0, 20).join(", ")}`);
    }
    // One that lives long enough to be in the way of the order can be found by its number.
    if (problem !== null) for (const pid of left) killIfStill(pid, uid);
    await wait(25);
  }
}

/** The order was not given; the message says how its process ended. */
class NotOrdered extends Error {}

/**
 * The order is given by a process that is that user and nobody else: the kernel
 * would take it as meant for everything that is also its real user's. It begins
 * no other program after it has become that user, so that no process of the
 * tenant's can debug it into saying that it gave the order. One that ends it
 * before is seen by how it ended, and it is given again.
 */
async function killAtOnce(uid: number): Promise<void> {
  const program = `
    process.setgroups([]);
    process.setgid(${uid});
    process.setuid(${uid});
    if (process.getuid() !== ${uid} || process.geteuid() !== ${uid}) process.exit(3);
    try { process.kill(-1, "SIGKILL"); } catch (error) { if (error.code !== "ESRCH") throw error; }`;
  const command = { file: process.execPath, args: ["-e", program], cwd: "/", env: {} };
  const { exitCode, signal, stderr } = await runCommand(command, { timeoutMs: orderMs });
  if (exitCode === 0) return;
  const how = signal === null ? stderr.trim().slice(-300) || `exit code ${exitCode}` : `ended by ${signal}`;
  throw new NotOrdered(how);
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

function notEnded(uid: number, why: string): AgentFailure {
  return new AgentFailure(
    "STOP_FAILED",
    `The processes of user ${uid} could not all be ended (${why}).`,
    "Look at them on the host, then try again.",
    { isRetryable: true },
  );
}
