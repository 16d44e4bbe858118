import type { Tx } from "#lib/db/db.ts";
import { hasJumped, hostClockSchema, readClock } from "#lib/domain/host/host-clock.ts";
import type { WatchEvent } from "#lib/host-agent/contract/observation.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { lookAgain } from "./look-again.ts";

const watcher = { kind: "job", name: "Watch" } as const;

/** Keeps what a beat tells of its host's clock. One that was set makes every age doubtful that it told before. */
export async function recordBeat(
  tx: Tx,
  hostId: string,
  { at, order }: Pick<Extract<WatchEvent, { type: "beat" }>, "at" | "order">,
  now: Date,
): Promise<void> {
  if (order === undefined) return;
  const host = await tx.host.findUniqueOrThrow({
    where: { id: hostId },
    select: { clock: true, name: true },
  });
  const before = hostClockSchema.nullable().catch(null).parse(host.clock);
  const clock = readClock(before, { ...order, at: new Date(at) }, now);
  await tx.host.update({ where: { id: hostId }, data: { clock } });
  if (clock.jump === null || !hasJumped(before, clock)) return;
  await recordActivity(tx, watcher, {
    action: "host.clock-jump",
    details: { host: host.name, byMs: clock.jump.byMs },
  });
  await lookAgain(tx, hostId, { isChanged: true });
}
