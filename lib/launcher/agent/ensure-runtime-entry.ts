import { defaultRuntimeVersion, ensureRuntime } from "#agent/runtime-store/ensure-runtime.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";

// A process of its own, so that Ctrl-C can end an installation at any point with all that it started.
const home = process.env.BULKHEAD_HOME;
if (home === undefined) throw new Error("BULKHEAD_HOME is not set.");
try {
  await ensureRuntime(installationPaths(home), defaultRuntimeVersion, (line) => console.log(line));
} catch (error) {
  if (!(error instanceof AgentFailure)) throw error;
  console.error(JSON.stringify({ message: error.message, nextStep: error.detail.nextStep }));
  process.exitCode = 1;
}
