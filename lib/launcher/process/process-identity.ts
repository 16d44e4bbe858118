import { z } from "zod";
import { readBootId } from "#agent/proc/boot-id.ts";
import { readProcess } from "#agent/proc/read-process.ts";

/** Names one process for good: a pid alone is used again, with its start time it isn't. */
export const processIdentitySchema = z.strictObject({
  pid: z.number().int().positive(),
  /** Field 22 of /proc/<pid>/stat, in clock ticks since boot. */
  startTicks: z.number().int().nonnegative(),
  bootId: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Who runs under this pid now; null when nobody does, or only a zombie. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  const bootId = await readBootId();
  const found = readProcess(pid);
  return found && { pid, startTicks: found.startTicks, bootId };
}

/** True while the very process that was identified still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (
    (await readBootId()) === identity.bootId && readProcess(identity.pid)?.startTicks === identity.startTicks
  );
}
