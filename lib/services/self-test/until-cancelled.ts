import { db } from "#lib/db/db.ts";
import type { Logger } from "#lib/log/logger.ts";

const intervalMs = 700;

/** Looks now and then whether somebody wants a self-test cancelled. Stop it by disposing of it. */
export function untilCancelled(id: string, log: Logger, onCancel: () => void): AsyncDisposable {
  let last: Promise<void> = Promise.resolve();
  let isBusy = false;
  const look = async () => {
    const row = await db.selfTest.findUnique({
      where: { id },
      select: { status: true, cancelRequestedAt: true },
    });
    if (row?.status !== "running" || row.cancelRequestedAt !== null) onCancel();
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    last = look()
      .catch((error: unknown) => log.debug({ err: error, selfTestId: id }, "could not be looked up"))
      .finally(() => {
        isBusy = false;
      });
  }, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await last;
    },
  };
}
