import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import type { SelfTestDto } from "./self-test-dto.ts";
import { toSelfTestDto } from "./self-test-row.ts";

export const cancelSelfTestInput = z.strictObject({ id: z.uuid() });
export type CancelSelfTestInput = z.input<typeof cancelSelfTestInput>;

/**
 * Ends a self-test early; the host removes what it planted.
 *
 * @throws ServiceError CONFLICT when it has ended already
 */
export async function cancelSelfTest(actor: Actor, input: CancelSelfTestInput): Promise<SelfTestDto> {
  authorize(actor, "selftest.run");
  const { id } = parseInput(cancelSelfTestInput, input);
  return db.$transaction(async (tx) => {
    const now = new Date();
    const waiting = await tx.selfTest.updateMany({
      where: { id, status: "queued" },
      data: { status: "cancelled", cancelRequestedAt: now, finishedAt: now },
    });
    const running = await tx.selfTest.updateMany({
      where: { id, status: "running", cancelRequestedAt: null },
      data: { cancelRequestedAt: now },
    });
    const row = await tx.selfTest.findUnique({
      where: { id },
      include: { host: { select: { name: true } } },
    });
    if (row === null) throw notFound("self-test");
    if (waiting.count + running.count > 0) {
      await recordActivity(tx, actor, {
        action: "selftest.cancel",
        details: { host: row.host.name, selfTestId: id },
      });
    } else if (row.status !== "running") {
      throw new ServiceError("CONFLICT", "This self-test has ended already.", {
        nextStep: "Look at what it found.",
      });
    }
    return toSelfTestDto(row);
  });
}
