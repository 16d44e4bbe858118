import { familyOf } from "#agent/evidence/host-snapshot.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";

/** Kills a process and everything that descends from it, the youngest first, so that none is lost from sight. */
export function killTree(pid: number): void {
  const processes = new Map(listProcesses().map((process) => [process.pid, process]));
  for (const member of [...familyOf(processes, pid)].reverse()) {
    try {
      process.kill(member, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}
