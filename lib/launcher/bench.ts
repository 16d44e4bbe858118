import { availableParallelism, loadavg } from "node:os";
import { attempts } from "./bench/attempts.ts";
import { checks } from "./bench/checks.ts";
import { copies } from "./bench/copies.ts";
import { createCrowd } from "./bench/crowd.ts";
import { describeMachine, formatTable, type Row } from "./bench/format-table.ts";
import { lists } from "./bench/lists.ts";
import type { Measurement } from "./bench/measure.ts";
import { LaunchError, messageOf } from "./terminal/launch-error.ts";
import { say } from "./terminal/progress.ts";
import { reportFailure } from "./terminal/report-failure.ts";

const names = ["attempts", "checks", "copies", "lists"] as const;
type Name = (typeof names)[number];

/**
 * Measures speeds, each as a ratio against a named baseline of the same run,
 * and prints them. What is made for it is removed, also when it is cancelled.
 *
 * @param asked names of benches; all when there are none
 * @returns the exit code
 */
async function bench(asked: readonly string[], signal: AbortSignal): Promise<number> {
  const chosen = asked.length === 0 ? names : asked.map(parseName);
  const machine = describeMachine({ cores: availableParallelism(), load: loadavg()[0] ?? 0 });
  say(machine);
  const isRoot = process.getuid?.() === 0;
  const crowd = createCrowd(signal);
  const run: Readonly<Record<Name, () => Promise<Measurement[]>>> = {
    attempts: () => attempts(crowd, signal),
    checks: () => checks(crowd, signal),
    copies: () => copies(crowd, signal),
    lists: () => lists(signal),
  };
  const rows: Row[] = [];
  const remarks: string[] = [];
  let isBroken = false;
  try {
    for (const name of chosen) {
      if (name !== "lists" && !isRoot) {
        remarks.push(`${name}: not measured. It makes OS users, which needs root.`);
        continue;
      }
      try {
        rows.push(...(await run[name]()).map((row) => ({ name, ...row })));
      } catch (error) {
        if (signal.aborted) break;
        reportFailure(`${name} broke.`, error);
        remarks.push(`${name}: not measured. ${messageOf(error)}`);
        isBroken = true;
      }
    }
  } finally {
    await crowd.dispose();
  }
  if (signal.aborted) {
    say("Cancelled. What was made for it is removed.");
    return 130;
  }
  say(["", ...(rows.length > 0 ? [formatTable(rows)] : []), ...remarks, "", machine].join("\n"));
  return isBroken ? 1 : 0;
}

function parseName(name: string): Name {
  const found = names.find((each) => each === name);
  if (found !== undefined) return found;
  throw new LaunchError(`There is no bench "${name}".`, `Use any of: ${names.join(", ")}.`);
}

// Modes of what is made here are meant as they are written.
process.umask(0o022);
// Whoever read the output may have left; what was made must be removed all the same.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
const stopping = new AbortController();
stopping.signal.addEventListener("abort", () => say("Stopping. What was made is removed first."));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
try {
  process.exitCode = await bench(process.argv.slice(2), stopping.signal);
} catch (error) {
  reportFailure("The bench ended early.", error);
  process.exitCode = 1;
}
