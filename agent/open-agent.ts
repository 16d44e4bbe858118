import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { systemClock } from "#agent/context/moment.ts";
import { createLogger, type Logger } from "#lib/log/logger.ts";
import packageDocument from "../package.json" with { type: "json" };
import type { AgentEnv } from "./agent-env.ts";
import { createHandlers } from "./api/create-handlers.ts";
import { startApiServer } from "./api/server.ts";
import { prepareTemporaryDirectories } from "./boundary/temporary-directories.ts";
import type { AgentContext } from "./context/context.ts";
import { loadContext, prepareHome } from "./context-load.ts";
import { finishRemoval, listUnfinished } from "./files/discard-tree.ts";
import { applyFirewall } from "./network/firewall.ts";
import { sweepLeftovers } from "./probes/sweep.ts";
import { readBootId } from "./proc/boot-id.ts";
import { standInAddresses } from "./provider-checks/provider-addresses.ts";
import { takeHomeLock } from "./registry/home-lock.ts";
import { openRegistry, type Registry } from "./registry/registry.ts";
import { createTenantLock, type TenantLock } from "./registry/tenant-lock.ts";
import { createSupervisor, type Supervisor } from "./runtime/supervisor.ts";
import { closePrograms } from "./runtime-store/close-program.ts";

export type OpenAgent = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly locks: TenantLock;
  readonly supervisor: Supervisor;
  readonly log: Logger;
  /** Gives the installation back to the next agent. Gateways go on running. */
  close(): Promise<void>;
};

/**
 * Takes an installation: its lock, its key, its registry.
 *
 * @throws HomeLocked when another living agent has it
 */
export async function openAgent(env: AgentEnv): Promise<OpenAgent> {
  const log = createLogger("agent", env.logLevel);
  const paths = await prepareHome(env.home);
  const release = await takeHomeLock(paths.agent, await readBootId());
  try {
    const context = await loadContext(paths, log, systemClock, env);
    const registry = await openRegistry(paths);
    for (const { slug, file, reason } of registry.damaged()) {
      log.error({ slug, file, reason }, "a tenant's record is damaged; provisioning it again repairs it");
    }
    const locks = createTenantLock();
    const supervisor = createSupervisor(context, registry, locks);
    return {
      context,
      registry,
      locks,
      supervisor,
      log,
      async close() {
        await supervisor.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Attaches to what runs and serves the contract. The answer takes no more requests and waits for those under way. */
export async function serveAgent(agent: OpenAgent, env: AgentEnv): Promise<() => Promise<void>> {
  const { context, registry, locks, supervisor, log } = agent;
  await Promise.all(
    registry
      .list()
      .filter((record) => record.isProvisioned)
      .map((record) =>
        prepareTemporaryDirectories(context, record).catch((error: unknown) => {
          log.error({ slug: record.slug, err: error }, "its directories in /tmp could not be made");
        }),
      ),
  );
  // In the background: nobody reaches what a removal left, so that nobody has to wait for it either.
  for (const slug of await listUnfinished(context)) {
    void locks
      .run(slug, () => finishRemoval(context, slug))
      .catch((error: unknown) => {
        log.error({ slug, err: error }, "what a removal that was cut off left could not be deleted");
      });
  }
  await applyFirewall(context, registry).catch((error: unknown) => {
    log.error({ err: error }, "the firewall around the tenants' ports could not be put up");
  });
  await closePrograms(context.paths).catch((error: unknown) => {
    log.error({ err: error }, "the runtimes' Node could not be closed against reading");
  });
  // Whatever an agent that was killed had planted would count against its tenants.
  await sweepLeftovers(context, registry.list(), null);
  await supervisor.attachAll();
  const token = (await readFile(context.paths.agentToken, "utf8")).trim();
  if (token.length < 32) throw new Error(`${context.paths.agentToken} holds no usable secret.`);
  const facts = { agentVersion: packageDocument.version, portRange: env.portRange };
  const server = await startApiServer({
    socketPath: context.paths.agentSocket,
    socketUid: env.socketUid,
    token,
    isOwn: (installationId) => installationId === context.installationId,
    handlers: createHandlers({
      ...agent,
      facts,
      agentBootId: randomUUID(),
      providers: env.testProviders === undefined ? undefined : standInAddresses(env.testProviders),
    }),
    log,
  });
  return () => server.close();
}
