import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { codeOf, type Finding, failed, reached, refused, unmeasured } from "./finding.ts";

type ProcessTarget = { readonly pid: number; readonly startTicks: number };

/** A way to look into a process, which throws where it is closed. Nothing is changed and no signal is delivered. */
type ProcessLook = { readonly what: string; readonly look: (pid: number) => unknown };

export const processLooks = {
  "process.environ": { what: "Environment", look: (pid) => readSome(`/proc/${pid}/environ`) },
  "process.cmdline": { what: "Command line", look: (pid) => readSome(`/proc/${pid}/cmdline`) },
  "process.cwd": { what: "Working directory", look: (pid) => readlinkSync(`/proc/${pid}/cwd`) },
  "process.fds": { what: "Open files", look: (pid) => readdirSync(`/proc/${pid}/fd`) },
  "process.maps": { what: "Memory map", look: (pid) => readSome(`/proc/${pid}/maps`) },
  "process.signal": { what: "Signal 0", look: (pid) => process.kill(pid, 0) },
  "process.ptrace": { what: "Memory", look: (pid) => closeSync(openSync(`/proc/${pid}/mem`, "r")) },
} as const satisfies Readonly<Record<string, ProcessLook>>;

export function tryProcess({ pid, startTicks }: ProcessTarget, { what, look }: ProcessLook): Finding {
  const seen = startTicksOf(pid);
  // In another pid namespace the number may be somebody else's, or this tenant's own.
  if (seen !== null && seen !== startTicks) return refused("absent", "Its process does not exist here.");
  try {
    look(pid);
    return reached(`${what}: open to it.`);
  } catch (error) {
    if (codeOf(error) === "EMPTY") return unmeasured("nothing", `${what}: nothing in it.`);
    return failed(what, error);
  }
}

function readSome(file: string): void {
  const handle = openSync(file, "r");
  try {
    if (readSync(handle, Buffer.alloc(1), 0, 1, 0) === 0) throw Object.assign(new Error(), { code: "EMPTY" });
  } finally {
    closeSync(handle);
  }
}

/** Field 22 of /proc/<pid>/stat; null when the process can't be seen. */
function startTicksOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[19]);
  } catch {
    return null;
  }
}
