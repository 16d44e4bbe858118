import { closeSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";
import { runCommand } from "#agent/boundary/run-command.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { isStillLive, type LiveGateway } from "./live-gateway.ts";
import type { Participant } from "./participant.ts";

export type Control = Attempt["control"];

const looks: Partial<Record<ProbeId, (pid: number) => unknown>> = {
  "process.environ": (pid) => readSome(`/proc/${pid}/environ`),
  "process.cmdline": (pid) => readSome(`/proc/${pid}/cmdline`),
  "process.cwd": (pid) => readlinkSync(`/proc/${pid}/cwd`),
  "process.fds": (pid) => readdirSync(`/proc/${pid}/fd`),
  "process.maps": (pid) => readSome(`/proc/${pid}/maps`),
  "process.signal": (pid) => process.kill(pid, 0),
  "process.ptrace": (pid) => closeSync(openSync(`/proc/${pid}/mem`, "r")),
};

/** The same looks at a tenant's Gateway by the agent itself, which must be able to. */
export function processControls({ gateway, target }: Participant): Map<ProbeId, Control> {
  const controls = new Map<ProbeId, Control>();
  if (gateway === null) return controls;
  for (const [probe, look] of Object.entries(looks) as [ProbeId, (pid: number) => unknown][]) {
    controls.set(probe, lookAt(gateway, look));
  }
  controls.set("process.inspector", inspectorControl(gateway, target?.otherPorts.length ?? 0));
  return controls;
}

function lookAt(gateway: LiveGateway, look: (pid: number) => unknown): Control {
  try {
    look(gateway.pid);
    return isStillLive(gateway)
      ? byRoot("reached", `The host agent can, at process ${gateway.pid}.`)
      : byRoot("unmeasured", "The process ended meanwhile.");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    return byRoot("refused", `The host agent could not either: ${code}.`);
  }
}

/** No signal is sent: whether one would open the inspector is seen in what the process was started with. */
function inspectorControl(gateway: LiveGateway, portCount: number): Control {
  const environ = readEnviron(gateway.pid);
  if (environ === null)
    return byRoot("unmeasured", "What the Gateway shows of its environment could not be read.");
  const isOff = /(^|\s)--disable-sigusr1(\s|$)/.test(environ.NODE_OPTIONS ?? "");
  const seen = `The host agent sees all its listening ports (${portCount} besides the Gateway's)`;
  return isOff
    ? byRoot("reached", `${seen}, and the signal that opens an inspector is off.`)
    : byRoot(
        "unmeasured",
        `${seen}, but a signal would open an inspector at any time: NODE_OPTIONS lacks --disable-sigusr1.`,
      );
}

/** The agent makes a namespace itself, in the way that tenants' runners try: where it can't, their being refused says nothing. */
export async function namespaceControl(): Promise<Control> {
  const args = ["--user", "--map-root-user", "--mount", "/bin/true"];
  const command = { file: "/usr/bin/unshare", args, cwd: "/", env: { LC_ALL: "C" } };
  const seen = await runCommand(command, { timeoutMs: 5000 }).catch(() => null);
  return seen?.exitCode === 0
    ? byRoot("reached", "The host agent made one in the same way.")
    : byRoot("unmeasured", "The host agent could not make one either.");
}

export function byRoot(outcome: Control["outcome"], seen: string): Control {
  return { by: "root", outcome, seen };
}

function readSome(file: string): void {
  const handle = openSync(file, "r");
  try {
    if (readSync(handle, Buffer.alloc(1), 0, 1, 0) > 0) return;
  } finally {
    closeSync(handle);
  }
  throw Object.assign(new Error("empty"), { code: "EMPTY" });
}
