import type { ConfigHasher } from "#agent/config-file/config-hash.ts";
import { readConfigStore } from "#agent/config-file/config-store.ts";
import { type Listener, listListeners } from "#agent/proc/list-listeners.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { HungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { lookAtHealth, unknownHealth } from "./gateway-health.ts";
import { capOutputLog } from "./output-log.ts";
import type { Supervision } from "./supervision.ts";

/** One reading of the host, shared by all Gateways that are looked at together. */
export type HostReading = {
  readonly listeners: readonly Listener[];
  readonly processes: readonly LiveProcess[];
};

/** What one round of looks has in common. */
export type SharedLook = {
  readonly host: HostReading;
  readonly hasher: ConfigHasher;
  /** What hung the agent before: it is not looked at, and nothing is known of it. */
  readonly hung: HungWork;
};

const parts = { health: "health", configHash: "configuration's hash" } as const;

export async function readHost(): Promise<HostReading> {
  return { listeners: await listListeners(), processes: listProcesses() };
}

/**
 * Looks at one Gateway and remembers what was seen. Changes nothing on the host
 * but the size of a too long output log, and a broken way into the tenant's
 * network, which it puts back.
 */
export async function observeGateway(
  supervision: Supervision,
  record: TenantRecord,
  { host, hasher, hung }: SharedLook,
): Promise<void> {
  const { driver, timings, context } = supervision;
  const state = supervision.states.of(record.slug);
  const { layout } = record;
  const gateway = record.process && driver.isRunning(record.process) ? record.process : null;
  const question = {
    port: record.basePort,
    gateway,
    listeners: host.listeners,
    timeoutMs: timings.requestTimeoutMs,
  };
  const { health, isSilent } =
    hung.reasonFor(record.slug, parts.health) === null
      ? await during({ part: parts.health }, () => lookAtHealth(question))
      : { health: unknownHealth, isSilent: false };
  state.silentLooks = isSilent ? state.silentLooks + 1 : 0;
  // One answer that comes late says little on a busy host; two in a row are taken seriously.
  if (state.silentLooks !== 1 || !state.health.isLive)
    state.health = { ...health, version: health.version ?? (gateway && state.health.version) };
  const isHashed = hung.reasonFor(record.slug, parts.configHash) === null;
  state.configHash = isHashed
    ? await during({ part: parts.configHash }, () => hasher.hash(context, record))
    : null;
  state.writtenConfigHash = (await readConfigStore(context, record.slug))?.hash ?? null;
  state.memoryBytes = gateway && driver.memoryOf(gateway, host.processes);
  if (gateway) await capOutputLog(layout, timings.outputLimitBytes);
  if (record.process && gateway === null && state.activity === "idle")
    void supervision.noticeEnd(record.slug, record.process);
  else if (needsMending(supervision, record, gateway)) void mend(supervision, record.slug);
  supervision.publish(record.slug);
}

/** A port that somebody else has taken can't be given back to the tenant; it is shown instead. */
function needsMending(
  { driver, states, isClosing }: Supervision,
  record: TenantRecord,
  gateway: GatewayHandle | null,
): boolean {
  const { activity, isMending, health } = states.of(record.slug);
  if (activity !== "idle" || isMending || health.portHolder || isClosing()) return false;
  return driver.capabilities.mendsNetworks && record.isProvisioned && driver.needsMending(record, gateway);
}

/** Puts back what connects a tenant's network with the host. Never rejects: what can't be put back is tried again at the next look. */
async function mend(supervision: Supervision, slug: Slug): Promise<void> {
  const { driver, registry, states, locks, context } = supervision;
  const state = states.of(slug);
  state.isMending = true;
  try {
    await locks.run(slug, async () => {
      const record = registry.get(slug);
      if (record === null || !record.isProvisioned || supervision.isClosing()) return;
      const gateway = record.process && driver.isRunning(record.process) ? record.process : null;
      if (await driver.mend(record, gateway))
        context.log.warn({ slug }, "put back what connects a tenant's network with this host");
    });
  } catch (error) {
    context.log.warn(
      { slug, err: error },
      "what connects a tenant's network with this host can't be put back",
    );
  } finally {
    state.isMending = false;
  }
}
