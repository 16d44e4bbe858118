import { randomUUID } from "node:crypto";
import { z } from "zod";
import { db } from "#lib/db/db.ts";
import {
  type LeakResult,
  leakResultSchema,
  plantedRecordSchema,
} from "#lib/host-agent/contract/self-test.ts";
import type { Logger } from "#lib/log/logger.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { judgeRecord } from "./judge-record.ts";
import type { SelfTestDto } from "./self-test-dto.ts";
import { toSelfTestDto } from "./self-test-row.ts";

export const recordSelfTestInput = z.strictObject({
  /** The host that it was made on, as its agent names it. */
  installationId: z.string().max(100),
  withGateways: z.boolean(),
  leaks: z.array(leakResultSchema).max(200),
  /** What was handed over to be judged here, each with when it came. */
  records: z
    .array(z.strictObject({ record: plantedRecordSchema, heardAt: z.iso.datetime() }))
    .max(20)
    .default([]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type RecordSelfTestInput = z.input<typeof recordSelfTestInput>;

/**
 * Keeps a whole self-test that somebody let the host make without the
 * dashboard, so that its result and date are on the host's page as any other's.
 *
 * @throws ServiceError NOT_FOUND when the dashboard does not know the host
 */
export async function recordSelfTest(
  actor: Actor,
  input: RecordSelfTestInput,
  log: Logger,
): Promise<SelfTestDto> {
  authorize(actor, "selftest.run");
  const parsed = parseInput(recordSelfTestInput, input);
  const { installationId, withGateways, startedAt, finishedAt } = parsed;
  const judged: LeakResult[] = [];
  for (const { record, heardAt } of parsed.records)
    judged.push(await judgeRecord(record, new Date(heardAt), log));
  const leaks = [...parsed.leaks, ...judged];
  return db.$transaction(async (tx) => {
    const host = await tx.host.findUnique({ where: { installationId }, select: { id: true, name: true } });
    if (host === null) throw notFound("host");
    const row = await tx.selfTest.create({
      data: {
        id: randomUUID(),
        hostId: host.id,
        status: "done",
        withGateways,
        leaks,
        progressDone: leaks.length,
        progressTotal: leaks.length,
        requestedById: actor.kind === "user" ? actor.userId : null,
        createdAt: startedAt,
        startedAt,
        finishedAt,
      },
    });
    await recordActivity(tx, actor, {
      action: "selftest.run",
      details: { host: host.name, selfTestId: row.id },
    });
    return toSelfTestDto(row);
  });
}
