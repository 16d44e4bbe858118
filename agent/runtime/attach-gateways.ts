import { listListeners } from "#agent/proc/list-listeners.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { isWanted, startByItself } from "./after-death.ts";
import { findOrphan } from "./find-orphan.ts";
import { lookAtHealth } from "./gateway-health.ts";
import { recordEnd } from "./last-exit.ts";
import type { Supervision } from "./supervision.ts";

/**
 * Takes up the Gateways as they are after the agent was away: living ones are
 * attached to, also those nobody recorded; wanted ones that are gone are
 * started in the background. Nothing is ever stopped here.
 */
export async function attachGateways(supervision: Supervision): Promise<void> {
  const { registry, context, locks } = supervision;
  for (const { slug } of registry.list()) {
    const isMissing = await locks.run(slug, async () => {
      const record = registry.require(slug);
      return !(await attach(supervision, record));
    });
    const record = registry.require(slug);
    if (!isWanted(record)) continue;
    if (!isMissing && !(await isStillStarting(supervision, record))) continue;
    startByItself(supervision, slug).catch((error: unknown) => {
      context.log.error({ slug, err: error }, "starting the Gateway failed unexpectedly");
    });
  }
}

/** True when a Gateway lives and is now attached. */
async function attach(supervision: Supervision, record: TenantRecord): Promise<boolean> {
  const { driver, registry, context } = supervision;
  const { process } = record;
  if (process && driver.isRunning(process)) {
    context.log.info(
      { slug: record.slug, pid: driver.describe(process).pid },
      "attached to the running Gateway",
    );
    return true;
  }
  const orphan = findOrphan(driver, record);
  if (orphan) {
    await registry.update(record.slug, (current) => ({ ...current, process: orphan }));
    context.log.info(
      { slug: record.slug, pid: driver.describe(orphan).pid },
      "adopted a Gateway that was not recorded",
    );
    return true;
  }
  await recordEnd(supervision, record);
  // An agent that was killed between the two left it behind.
  await driver.shut(record);
  return false;
}

/** One that was being started when the agent went away: its start is gone on with, and still bounded. */
async function isStillStarting(
  { driver, timings }: Supervision,
  { process: gateway, basePort: port }: TenantRecord,
): Promise<boolean> {
  if (gateway === null) return false;
  if (driver.ageMs(gateway) >= timings.startLimitMs) return false;
  const question = { port, gateway, listeners: await listListeners(), timeoutMs: timings.requestTimeoutMs };
  return !(await lookAtHealth(question)).health.isStarted;
}
