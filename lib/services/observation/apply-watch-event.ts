import { db, type Tx } from "#lib/db/db.ts";
import { isVouchedFor } from "#lib/domain/checklist/freshness.ts";
import { hasJumped, hostClockSchema, readClock } from "#lib/domain/host/host-clock.ts";
import type { WatchEvent } from "#lib/host-agent/contract/observation.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";
import { recordAbsence, recordObservation } from "./record-observation.ts";

const watcher = { kind: "job", name: "Watch" } as const;

/** Keeps one event of a host's watch stream, and that the host was heard. */
export async function applyWatchEvent(hostId: string, event: WatchEvent): Promise<void> {
  const now = new Date();
  switch (event.type) {
    case "snapshot":
      for (const observation of event.observations) await recordObservation(hostId, observation);
      await recordOthersAbsent(hostId, new Set(event.observations.map(({ slug }) => slug as string)), now);
      break;
    case "change":
      await recordObservation(hostId, event.observation);
      break;
    case "gone":
      await recordAbsence(hostId, event.slug, now);
      break;
    case "beat":
      await recordClock(hostId, event, now);
      break;
  }
  await recordHeard(hostId, now);
}

/** What the agent doesn't name in a snapshot isn't there. */
async function recordOthersAbsent(hostId: string, present: ReadonlySet<string>, now: Date): Promise<void> {
  const observed = await db.tenant.findMany({
    where: { hostId, gateway: { observedPhase: { notIn: ["absent"] } } },
    select: { slug: true },
  });
  for (const { slug } of observed) {
    if (!present.has(slug)) await recordAbsence(hostId, slug, now);
  }
}

/** After a silence in which nobody could see what was done there, the host is looked at again. */
async function recordHeard(hostId: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const { lastSeenAt } = await tx.host.findUniqueOrThrow({
      where: { id: hostId },
      select: { lastSeenAt: true },
    });
    await tx.host.update({ where: { id: hostId }, data: { lastSeenAt: now } });
    if (!isVouchedFor(lastSeenAt, now)) await lookAgain(tx, hostId, { isChanged: false });
  });
}

/** A clock that was set makes every age doubtful that it told before. */
async function recordClock(
  hostId: string,
  { at, order }: Extract<WatchEvent, { type: "beat" }>,
  now: Date,
): Promise<void> {
  if (order === undefined) return;
  await db.$transaction(async (tx) => {
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
  });
}

/** Where nothing is provisioned there is nothing to look at. */
async function lookAgain(tx: Tx, hostId: string, options: { readonly isChanged: boolean }): Promise<void> {
  const tenants = await tx.tenant.count({ where: { hostId, archivedAt: null, portBlock: { isNot: null } } });
  if (tenants > 0) await raiseNeighbourhood(tx, hostId, options);
}
