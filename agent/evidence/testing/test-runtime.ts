import { symlink } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { AgentContext } from "#agent/context.ts";
import { ensureRuntime } from "#agent/runtime-store/ensure-runtime.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";

/** Where tests keep the real OpenClaw between runs: 800 MB that take a minute to install. */
function testHome(): string {
  const given = process.env.BULKHEAD_TEST_HOME;
  if (given) return given;
  return process.getuid?.() === 0
    ? "/var/lib/bulkhead-test"
    : path.join(homedir(), ".cache", "bulkhead-test");
}

/** Gives a test's installation the real OpenClaw, installed at the first use. */
export async function useTestRuntime(context: AgentContext): Promise<void> {
  const paths = installationPaths(testHome());
  await ensureRuntime(paths, defaultRuntimeVersion, () => undefined);
  await symlink(paths.runtimeStore, context.paths.runtimeStore);
}
