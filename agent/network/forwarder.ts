import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentContext } from "#agent/context/context.ts";
import type { NetworkTools } from "#agent/context/host-hardening.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { type LiveProcess, readCommandLine } from "#agent/proc/read-process.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { forwardersOf } from "./find-forwarder.ts";
import { type Forwarding, forwarderArguments, forwarderCommand } from "./forwarder-command.ts";
import { ensureRefusals } from "./refuse-addresses.ts";

const startLimitMs = 10_000;
const endLimitMs = 5_000;
const pollMs = 5;

type Owner = Pick<TenantRecord, "slug" | "uid" | "gid">;

/** True when a forwarder does exactly this. */
export function doesForward(context: AgentContext, pid: number, forwarding: Forwarding): boolean {
  const args = readCommandLine(pid) ?? [];
  const { forwarderOptions } = context.hardening.networkNamespace;
  return args.slice(1).join("\0") === forwarderArguments(forwarding, forwarderOptions).join("\0");
}

/**
 * Starts what forwards into a tenant's network and waits until it does. One
 * that does something else is ended first; there are never two. It belongs to
 * nobody and outlives the agent. Before it lets anything out, what the network
 * must not reach is closed to it.
 *
 * @returns whether one had to be started, or something to be closed
 * @throws AgentFailure START_FAILED with the forwarder's own words
 */
export async function ensureForwarder(
  context: AgentContext,
  owner: Owner,
  forwarding: Forwarding,
): Promise<boolean> {
  const [only, ...more] = forwardersOf(owner);
  if (only && more.length === 0 && doesForward(context, only.pid, forwarding))
    return ensureRefusals(context, owner, forwarding);
  await endForwarder(owner);
  await ensureRefusals(context, owner, forwarding);
  const problem = await runForwarder(context.hardening.networkNamespace, owner, forwarding);
  if (problem === null) return true;
  await endForwarder(owner);
  throw new AgentFailure(
    "START_FAILED",
    `What connects the tenant's own network with this host could not be started: ${problem}`,
    "Put it right on the host, or turn off the network of its own in the tenant's hardening.",
    { isRetryable: true },
  );
}

/** Ends a tenant's forwarder. No-op when there is none. */
export async function endForwarder(owner: Pick<Owner, "slug" | "uid">): Promise<void> {
  const limit = performance.now() + endLimitMs;
  let ending: LiveProcess[] = [];
  for (;;) {
    // While it ends, a process shows no program any more but may still hold its port.
    const seen = forwardersOf(owner);
    const left = [
      ...seen,
      ...ending.filter((one) => readSameProcess(one) !== null && seen.every(({ pid }) => pid !== one.pid)),
    ];
    if (left.length === 0 || performance.now() > limit) return;
    for (const { pid } of left) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
    ending = left;
    await sleep(pollMs);
  }
}

/** The program goes into the background when it forwards; the process that was started then ends. @returns what went wrong; null when nothing did */
export function runForwarder(
  tools: Pick<NetworkTools, "forwarder" | "forwarderOptions">,
  owner: { readonly uid: number; readonly gid: number },
  forwarding: Forwarding,
): Promise<string | null> {
  const command = forwarderCommand(tools, owner, forwarding);
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env as unknown as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let words = "";
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, startLimitMs);
    child.stderr.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString("utf8")).slice(0, 2000);
    });
    child.once("error", (error) => {
      clearTimeout(timer);
      resolve(error.message);
    });
    child.once("exit", (exitCode) => {
      clearTimeout(timer);
      if (exitCode === 0) resolve(null);
      // What goes on in the background would hold the other end open.
      if (exitCode === 0 || isLate) child.stderr.destroy();
    });
    child.once("close", () => resolve(isLate ? "it took too long." : complaintOf(words)));
  });
}

function complaintOf(words: string): string {
  const lines = words.split("\n").filter((line) => line.trim() !== "" && !line.includes("syslog"));
  return lines.join(" ").slice(0, 300) || "it gave no reason.";
}
