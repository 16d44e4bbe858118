import { randomBytes } from "node:crypto";
import path from "node:path";
import { prepareWebRole } from "#lib/db/web-role.ts";
import { adoptFiles } from "./adopt-files.ts";
import { prepareRuntime } from "./agent/prepare-runtime.ts";
import { startAgent } from "./agent/start-agent.ts";
import { agentEnvironment, buildEnvironment, webEnvironment } from "./child-environments.ts";
import { migrateDatabase, prepareEmbeddedDatabase, requireOwnServer } from "./database.ts";
import { logsDirectory } from "./log-file.ts";
import { askOwner, describeSignIn } from "./owner/ask-owner.ts";
import { requireFreePort } from "./port-holder.ts";
import { prepareDirectories } from "./prepare-directories.ts";
import type { Child } from "./process/child.ts";
import { say, step } from "./progress.ts";
import { ensureAuthSecret, renewAgentToken } from "./secret-files.ts";
import { ensureServiceUsers, type ServiceUsers } from "./service-users.ts";
import type { Settings } from "./settings.ts";
import { prepareWeb } from "./web/prepare-web.ts";
import { startDevelopmentWeb } from "./web/start-development-web.ts";
import { startWeb } from "./web/start-web.ts";

const oneRoleForAll =
  "DATABASE_URL names one role, which migrates the database and is the web's as well: who takes over the web could change the record of activity. Bulkhead's own PostgreSQL gives the web a role that can't.";

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
  const { root, settings, variables, signal } = options;
  const { paths } = settings;
  await requireFreePort(settings.port, settings.bindAddress);
  const users = settings.isRoot ? await ensureServiceUsers(paths.home) : null;
  const webUser = users?.web ?? null;
  if (users) await adoptFiles(paths, users);
  await prepareDirectories(paths, users);
  await ensureAuthSecret(paths, webUser);
  await renewAgentToken(paths, webUser);

  const databaseUrl = await bringUpDatabase(options, users);
  signal.throwIfAborted();
  const agentEnv = agentEnvironment(settings, webUser?.uid ?? null, variables);
  const [program] = await bothOrNeither(signal, (either) => [
    options.isDevelopment
      ? Promise.resolve(null)
      : prepareWeb(root, paths, buildEnvironment(variables), either),
    step("Making OpenClaw ready", (note) => prepareRuntime(agentEnv, note, either)),
  ]);
  signal.throwIfAborted();

  const log = (name: string) => path.join(logsDirectory(paths), `${name}.log`);
  await options.keep("Host agent", () => startAgent({ root, env: agentEnv, logFile: log("agent") }));
  const webEnv = webEnvironment(settings, databaseUrl, variables);
  const owner = await askOwner("first", webEnv);
  if (owner) say(describeSignIn(owner));
  const web = { env: webEnv, runAs: webUser, port: settings.port, bindAddress: settings.bindAddress };
  await options.keep("Web", () =>
    program ? startWeb({ ...web, program, logFile: log("web") }) : startDevelopmentWeb(root, web),
  );
}

/** @returns the URL with which the web connects */
async function bringUpDatabase(options: LaunchOptions, users: ServiceUsers | null): Promise<string> {
  const { settings, root } = options;
  return step("Bringing up the database", async () => {
    const url = settings.databaseUrl ?? (await startEmbedded());
    if (settings.databaseUrl) await requireOwnServer(url);
    const applied = await migrateDatabase(root, url);
    if (applied.length > 0) say(`Database migrated: ${applied.join(", ")}`);
    if (settings.databaseUrl === null) return prepareWebRole(url, randomBytes(24).toString("base64url"));
    say(oneRoleForAll);
    return url;
  });

  async function startEmbedded(): Promise<string> {
    const embedded = await prepareEmbeddedDatabase(settings, users);
    await options.keep("Database", embedded.start);
    return embedded.url;
  }
}

/** Runs two things at once; when one fails the other is ended before the error is thrown. */
async function bothOrNeither<A, B>(
  signal: AbortSignal,
  begin: (either: AbortSignal) => [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  const failing = new AbortController();
  const both = begin(AbortSignal.any([signal, failing.signal]));
  try {
    return await Promise.all(both);
  } catch (error) {
    failing.abort();
    await Promise.allSettled(both);
    throw error;
  }
}
