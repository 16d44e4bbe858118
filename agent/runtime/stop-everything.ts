import type { Slug } from "#lib/domain/tenant/slug.ts";
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
  const never = new AbortController().signal;
  const stopOne = async (slug: Slug): Promise<void> => {
    const record = registry.require(slug);
    const running =
      record.process && driver.read(record.process) ? record.process : driver.findOrphan(record);
    try {
      await runWork(supervision, slug, "stopping", never, (signal) =>
        stopGateway(supervision, record, () => {}, signal),
      );
      if (running) onStopped({ slug, pid: running.pid, error: null });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      onStopped({ slug, pid: running?.pid ?? 0, error: message });
    }
  };
  await Promise.all(registry.list().map(({ slug }) => locks.run(slug, () => stopOne(slug))));
}
