import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { findOrphan } from "./find-orphan.ts";
import { runWork } from "./run-work.ts";
import { stopGateway } from "./stop-gateway.ts";
import type { Supervision } from "./supervision.ts";

/** What became of one Gateway; `error` says why it could not be stopped. */
export type StoppedGateway = {
  readonly slug: Slug;
  readonly pid: number;
  readonly error: string | null;
};

/** Stops every Gateway of the host at once, leaving what is desired. Tells of each that ran. */
export async function stopEverything(
  supervision: Supervision,
  onStopped: (stopped: StoppedGateway) => void,
): Promise<void> {
  const { registry, driver, locks } = supervision;
  const pidOf = (gateway: GatewayHandle) => driver.describe(gateway).pid ?? 0;
  const never = new AbortController().signal;
  const stopOne = async (slug: Slug): Promise<void> => {
    const record = registry.require(slug);
    const running =
      record.process && driver.isRunning(record.process) ? record.process : findOrphan(driver, record);
    try {
      await runWork(supervision, slug, "stopping", never, (signal) =>
        stopGateway(supervision, record, () => {}, signal),
      );
      if (running) onStopped({ slug, pid: pidOf(running), error: null });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      onStopped({ slug, pid: running ? pidOf(running) : 0, error: message });
    }
  };
  await Promise.all(registry.list().map(({ slug }) => locks.run(slug, () => stopOne(slug))));
}
