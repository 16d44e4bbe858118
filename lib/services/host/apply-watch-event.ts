import { db } from "#lib/db/db.ts";
import type { WatchEvent } from "#lib/host-agent/contract/observation.ts";
import { recordAbsence, recordObservation } from "#lib/services/gateway/record-observation.ts";

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
      break;
  }
  await db.host.update({ where: { id: hostId }, data: { lastSeenAt: now } });
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
