import { chmod } from "node:fs/promises";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { listRuntimes } from "./inspect-runtime.ts";
import { runtimePaths } from "./runtime-paths.ts";

/**
 * Lets everybody run a runtime's Node and nobody but root read it. The kernel
 * then closes the memory, environment and open files of what runs it to other
 * processes of the same user: a tenant's command can't take its own Gateway
 * over. No-op for an agent that isn't root, whose tenants have its own user.
 */
export async function closeProgram(node: string): Promise<void> {
  if (process.getuid?.() === 0) await chmod(node, 0o711);
}

/** The same for every runtime that was installed before this was done. What runs already keeps what it has until its restart. */
export async function closePrograms(paths: InstallationPaths): Promise<void> {
  for (const { openclaw, isReady } of await listRuntimes(paths)) {
    if (isReady) await closeProgram(runtimePaths(paths, openclaw).node);
  }
}
