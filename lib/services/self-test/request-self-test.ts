import { randomUUID } from "node:crypto";
import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { enqueue } from "#lib/queue/job-queue.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { findHost } from "#lib/services/host/find-host.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { unfinishedRuns } from "#lib/services/probe/probe-run-row.ts";
import type { SelfTestDto } from "./self-test-dto.ts";
import { toSelfTestDto } from "./self-test-row.ts";

export const requestSelfTestInput = z.strictObject({
  hostId: z.uuid(),
  /** Plant the leaks that only running Gateways have, too. */
  withGateways: z.boolean().default(false),
});
export type RequestSelfTestInput = z.input<typeof requestSelfTestInput>;

/** Asks a host to test its own probes with planted leaks; answers with the test that is under way, if one is. */
export async function requestSelfTest(actor: Actor, input: RequestSelfTestInput): Promise<SelfTestDto> {
  authorize(actor, "selftest.run");
  const { hostId, withGateways } = parseInput(requestSelfTestInput, input);
  return db.$transaction(async (tx) => {
    const host = await findHost(tx, { hostId });
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`self-test/${host.id}`}, 0))::text`;
    const underWay = await tx.selfTest.findFirst({
      where: { hostId: host.id, status: { in: [...unfinishedRuns] } },
    });
    if (underWay !== null) return toSelfTestDto(underWay);
    const row = await tx.selfTest.create({
      data: {
        id: randomUUID(),
        hostId: host.id,
        withGateways,
        requestedById: actor.kind === "user" ? actor.userId : null,
      },
    });
    await enqueue(tx, "self-test", { selfTestId: row.id }, row.id);
    await recordActivity(tx, actor, {
      action: "selftest.run",
      details: { host: host.name, selfTestId: row.id },
    });
    return toSelfTestDto(row);
  });
}
