import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import type { ProbeRunDto } from "./probe-dto.ts";
import { toProbeRunDto } from "./probe-run-row.ts";

export const cancelProbeRunInput = z.strictObject({ id: z.uuid() });
export type CancelProbeRunInput = z.input<typeof cancelProbeRunInput>;

/**
 * Ends a run early. One that waits ends at once; of one that runs the host is
 * told, and it has ended when its status says so. What it saw is kept as incomplete.
 *
 * @throws ServiceError CONFLICT when it has ended already
 */
export async function cancelProbeRun(actor: Actor, input: CancelProbeRunInput): Promise<ProbeRunDto> {
  authorize(actor, "probe.run");
  const { id } = parseInput(cancelProbeRunInput, input);
  return db.$transaction(async (tx) => {
    const now = new Date();
    const waiting = await tx.probeRun.updateMany({
      where: { id, status: "queued" },
      data: { status: "cancelled", cancelRequestedAt: now, finishedAt: now },
    });
    const running = await tx.probeRun.updateMany({
      where: { id, status: "running", cancelRequestedAt: null },
      data: { cancelRequestedAt: now },
    });
    const row = await tx.probeRun.findUnique({
      where: { id },
      include: { host: { select: { name: true } } },
    });
    if (row === null) throw notFound("run");
    if (waiting.count + running.count > 0) {
      await recordActivity(tx, actor, {
        action: "probe.cancel",
        details: { host: row.host.name, runId: id },
      });
    } else if (row.status !== "running") {
      throw new ServiceError("CONFLICT", "This run has ended already.", {
        nextStep: "Look at what it found.",
      });
    }
    return toProbeRunDto(row);
  });
}
