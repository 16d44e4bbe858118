import { randomBytes } from "node:crypto";
import path from "node:path";
import { startAgent } from "#lib/launcher/agent/start-agent.ts";
import { logsDirectory } from "#lib/launcher/files/log-file.ts";
import { renewAgentToken } from "#lib/launcher/files/secret-files.ts";
import { askOwner, describeSignIn } from "#lib/launcher/owner/ask-owner.ts";
import { bringUpDatabase } from "#lib/launcher/prepare/bring-up-database.ts";
import { requireFreePort } from "#lib/launcher/prepare/port-holder.ts";
import { prepareInstallation } from "#lib/launcher/prepare/prepare-installation.ts";
import { preparePrograms } from "#lib/launcher/prepare/prepare-programs.ts";
import type { Child } from "#lib/launcher/process/child.ts";
import {
  agentEnvironment,
  buildEnvironment,
  webEnvironment,
} from "#lib/launcher/settings/child-environments.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { say } from "#lib/launcher/terminal/progress.ts";
import { removeOtherBuilds } from "#lib/launcher/web/stage-web.ts";
import { startDevelopmentWeb } from "#lib/launcher/web/start-development-web.ts";
import { startWeb } from "#lib/launcher/web/start-web.ts";

export type LaunchOptions = {
  /** The clone. */
  readonly root: string;
  readonly settings: Settings;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Serves the sources as they change, without a build. */
  readonly isDevelopment: boolean;
  /** Aborted when the launcher is told to stop. */
  readonly signal: AbortSignal;
  /** Starts a child that is kept running, and stopped in the reverse order. */
  readonly keep: (name: string, start: () => Promise<Child>) => Promise<void>;
};

/** Brings a whole installation up, from nothing if need be; returns once the web answers. */
export async function launch(options: LaunchOptions): Promise<void> {
  const { root, settings, variables, signal, keep } = options;
  const { paths } = settings;
  await requireFreePort(settings.port, settings.bindAddress);
  const users = await prepareInstallation(settings);
  const webUser = users?.web ?? null;
  await renewAgentToken(paths, webUser);

  const databaseUrl = await bringUpDatabase({
    root,
    settings,
    users,
    startServer: ({ start }) => keep("Database", start),
    webPassword: randomBytes(24).toString("base64url"),
  });
  signal.throwIfAborted();
  const agentEnv = agentEnvironment(settings, webUser?.uid ?? null, variables);
  const buildEnv = options.isDevelopment ? null : buildEnvironment(variables);
  const program = await preparePrograms({ root, paths, buildEnv, agentEnv, signal });

  const log = (name: string) => path.join(logsDirectory(paths), `${name}.log`);
  await keep("Host agent", () => startAgent({ root, env: agentEnv, logFile: log("agent") }));
  const webEnv = webEnvironment(settings, databaseUrl, variables);
  const owner = await askOwner("first", webEnv);
  if (owner) say(describeSignIn(owner));
  const web = { env: webEnv, runAs: webUser, port: settings.port, bindAddress: settings.bindAddress };
  await keep("Web", () =>
    program ? startWeb({ ...web, program, logFile: log("web") }) : startDevelopmentWeb(root, web),
  );
  if (program) await removeOtherBuilds(paths, program);
}
