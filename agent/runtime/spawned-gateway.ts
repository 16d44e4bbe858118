import { constants } from "node:os";
import { setTimeout } from "node:timers/promises";
import { topmostOfUid } from "#agent/proc/family.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { type LiveProcess, readProcess } from "#agent/proc/read-process.ts";
import { signalProcess } from "#agent/proc/signal-process.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { ProcessExit } from "./exit-reason.ts";

export type DetachedProcess = {
  readonly pid: number;
  readonly startTicks: number;
  readonly exited: Promise<ProcessExit>;
};

const pollMs = 10;
/** Making the view takes some hundredths of a second; a busy host gets its time. */
const limitMs = 15_000;

/**
 * The Gateway that a wrapper started: the topmost process of the tenant's user
 * below it. What ended before that stands for it, with how it ended.
 *
 * @throws AgentFailure START_FAILED, and then nothing runs
 */
export async function findWrapped(wrapper: DetachedProcess, uid: number): Promise<DetachedProcess> {
  const began = performance.now();
  while (isAlive(wrapper)) {
    const gateway = topmostOfUid(listProcesses(), wrapper.pid, uid);
    if (gateway) return wrapped(wrapper, gateway);
    if (performance.now() - began > limitMs) {
      killFamily(wrapper.pid);
      throw tooSlow("The tenant's view of the host was not made");
    }
    await setTimeout(pollMs);
  }
  return { ...wrapper, exited: wrapper.exited.then(insideExit) };
}

/**
 * The same process once it has entered its network and has its user: what can
 * be seen of it from then on is what it was given. One that ended before
 * stands for itself.
 *
 * @throws AgentFailure START_FAILED, and then nothing runs
 */
export async function untilDropped(started: DetachedProcess, uid: number): Promise<DetachedProcess> {
  const began = performance.now();
  while (isAlive(started) && readProcess(started.pid)?.uid !== uid) {
    if (performance.now() - began > limitMs) {
      killFamily(started.pid);
      throw tooSlow("The tenant's user was not taken on");
    }
    await setTimeout(pollMs);
  }
  return started;
}

function tooSlow(what: string): AgentFailure {
  return new AgentFailure(
    "START_FAILED",
    `${what} within ${limitMs / 1000} s.`,
    "If the host is busy, start again when it is calmer.",
    { isRetryable: true },
  );
}

function wrapped(wrapper: DetachedProcess, { pid, startTicks }: LiveProcess): DetachedProcess {
  const exited = wrapper.exited.then((exit) => {
    // Somebody ended the wrapper alone: how the Gateway ends is then seen by nobody.
    const isOrphaned = readSameProcess({ pid, startTicks }) !== null;
    return isOrphaned ? { exitCode: null, signal: null } : insideExit(exit);
  });
  return { pid, startTicks, exited };
}

/** A wrapper tells of a signal as shells do: 128 and its number. */
function insideExit(exit: ProcessExit): ProcessExit {
  const number = (exit.exitCode ?? 0) - 128;
  const signal = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return signal === undefined ? exit : { exitCode: null, signal };
}

function isAlive(started: DetachedProcess): boolean {
  return readSameProcess(started) !== null;
}

function killFamily(pid: number): void {
  const processes = listProcesses();
  const family = new Set([pid]);
  for (const member of family)
    for (const child of processes) if (child.ppid === member) family.add(child.pid);
  for (const member of family) signalProcess(member, "SIGKILL");
}
