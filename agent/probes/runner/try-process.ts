import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { codeOf, failed, reached, refused, unmeasured } from "./finding.ts";
import type { Finding } from "./protocol.ts";

type ProcessTarget = { readonly pid: number; readonly startTicks: number };

/** The ways to look into another's process, by probe. Nothing is changed and no signal is delivered. */
export function tryProcess(target: ProcessTarget): Record<string, Finding> {
  const { pid } = target;
  const seen = startTicksOf(pid);
  // In another pid namespace the number may be somebody else's, or this tenant's own.
  if (seen !== null && seen !== target.startTicks) return all(refused("Its process does not exist here."));
  const at = (name: string) => `/proc/${pid}/${name}`;
  return {
    "process.environ": attempt("Environment", () => readSome(at("environ"))),
    "process.cmdline": attempt("Command line", () => readSome(at("cmdline"))),
    "process.cwd": attempt("Working directory", () => readlinkSync(at("cwd"))),
    "process.fds": attempt("Open files", () => readdirSync(at("fd"))),
    "process.maps": attempt("Memory map", () => readSome(at("maps"))),
    "process.signal": attempt("Signal 0", () => process.kill(pid, 0)),
    "process.ptrace": attempt("Memory", () => closeSync(openSync(at("mem"), "r"))),
  };
}

const names = ["environ", "cmdline", "cwd", "fds", "maps", "signal", "ptrace"];

function all(finding: Finding): Record<string, Finding> {
  return Object.fromEntries(names.map((name) => [`process.${name}`, finding]));
}

function attempt(what: string, look: () => unknown): Finding {
  try {
    look();
    return reached(`${what}: open to it.`);
  } catch (error) {
    if (codeOf(error) === "EMPTY") return unmeasured(`${what}: nothing in it.`);
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
