import { anySignal } from "#lib/abort/any-signal.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { prepareRuntime } from "#lib/launcher/agent/prepare-runtime.ts";
import { step } from "#lib/launcher/terminal/progress.ts";
import { prepareWeb } from "#lib/launcher/web/prepare-web.ts";
import type { WebProgram } from "#lib/launcher/web/stage-web.ts";

export type ProgramOptions = {
  /** The clone. */
  readonly root: string;
  readonly paths: InstallationPaths;
  /** What the web is built with; null when it isn't to be built. */
  readonly buildEnv: NodeJS.ProcessEnv | null;
  readonly agentEnv: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
};

/** Builds the web and makes OpenClaw present, both at once; when one fails the other is ended before the error is thrown. */
export async function preparePrograms(options: ProgramOptions): Promise<WebProgram | null> {
  const { root, paths, buildEnv, agentEnv } = options;
  const failing = new AbortController();
  const signal = anySignal([options.signal, failing.signal]);
  const both = [
    buildEnv === null ? Promise.resolve(null) : prepareWeb(root, paths, buildEnv, signal),
    step("Making OpenClaw ready", (note) => prepareRuntime(agentEnv, note, signal)),
  ] as const;
  try {
    const [program] = await Promise.all(both);
    options.signal.throwIfAborted();
    return program;
  } catch (error) {
    failing.abort();
    await Promise.allSettled(both);
    throw error;
  }
}
