import { db } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import { liveFacts } from "./live-facts.ts";

/** The host with facts as of now; with its last known ones while it can't be reached. */
export async function refreshHost(host: Host): Promise<Host> {
  const live = await liveFacts(host);
  if (!live.isReachable) return host;
  return db.host.update({ where: { id: host.id }, data: { facts: live.facts, name: live.facts.hostname } });
}
