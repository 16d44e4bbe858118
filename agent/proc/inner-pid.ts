import { readFileSync } from "node:fs";

/** The number that a process has for itself, in the innermost of its process namespaces; null when it is gone. */
export function innerPid(pid: number): number | null {
  try {
    const line = /^NSpid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const inner = Number(line?.trim().split(/\s+/).at(-1));
    return Number.isInteger(inner) && inner > 0 ? inner : null;
  } catch {
    return null;
  }
}
