import { db } from "#lib/db/db.ts";
import { isVouchedFor } from "#lib/domain/checklist/freshness.ts";
import type { WatchEvent } from "#lib/host-agent/contract/observation.ts";
import { lookAgain } from "./look-again.ts";
import { recordBeat } from "./record-beat.ts";
import { recordAbsence, recordObservation } from "./record-observation.ts";

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
      await db.$transaction((tx) => recordBeat(tx, hostId, event, now));
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
