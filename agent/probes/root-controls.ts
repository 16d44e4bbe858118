import { isStillLive, type LiveGateway } from "#agent/gateway/live-gateway.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import { runCommand } from "#agent/system/run-command.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import type { Participant } from "./participant.ts";
import { looks } from "./runner-probes.ts";
import { byRoot, type Control } from "./side.ts";

/** The same looks at a tenant's Gateway by the agent itself, which must be able to. */
export function processControls({ gateway, target }: Participant): Map<ProbeId, Control> {
  const controls = new Map<ProbeId, Control>();
  if (gateway === null) return controls;
  for (const [probe, { look }] of Object.entries(looks) as Entries<typeof looks>) {
    controls.set(probe, lookAt(gateway, look));
  }
  const environ = readEnviron(gateway.pid);
  controls.set("process.inspector", inspectorControl(environ, target?.otherPorts.length ?? 0));
  return controls;
}

type Entries<T> = [keyof T, T[keyof T]][];

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
export function inspectorControl(environ: ReturnType<typeof readEnviron>, portCount: number): Control {
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
