import { readFileSync } from "node:fs";
import { z } from "zod";

/** Names one process for good: a pid alone is used again, with its start time it isn't. */
export const processIdentitySchema = z.strictObject({
  pid: z.number().int().positive(),
  /** Field 22 of /proc/<pid>/stat, in clock ticks since boot. */
  startTicks: z.number().int().nonnegative(),
  bootId: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export function readBootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Who runs under this pid now; null when nobody does, or only a zombie. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const stat = readProcessFile(pid, "stat");
  if (stat === null) return null;
  // The name in parentheses may hold spaces and parentheses itself; the fields after it don't.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTicks] = [fields[0], Number(fields[19])];
  if (state === "Z" || state === "X" || !Number.isInteger(startTicks)) return null;
  return { pid, startTicks, bootId: readBootId() };
}

/** True while the very process that was identified still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  const current = identifyProcess(identity.pid);
  return current?.startTicks === identity.startTicks && current.bootId === identity.bootId;
}

function readProcessFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    // Gone between two looks.
    return null;
  }
}
