import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import type { HostChange } from "#lib/db/generated/client.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { HostChangeRecord } from "./host-change-record.ts";
import { lookAtHost, writeSeen } from "./write-seen.ts";

/** A change of which nobody waits for the outcome any more. */
export type LeftChange = HostChange & { readonly tenant: { readonly slug: string; readonly hostId: string } };
/** @returns false while the outcome can't be written yet; it throws while the host can't be asked */
export type SettleChange = (change: LeftChange) => Promise<boolean>;

/**
 * How a change of this kind is settled: the agent lets a call that may still be
 * on its way do nothing from now on, and then says what it has. Safe to repeat,
 * and in several processes.
 */
export function settling<Intent, Facts, Result>(
  record: HostChangeRecord<Intent, Facts, Result>,
): SettleChange {
  return async (row) => {
    const slug = slugSchema.parse(row.tenant.slug);
    const agent = await agentOf(row.tenant.hostId);
    await agent.call("change.close", { slug, changeId: row.id, of: record.of });
    // Read only now: until it was closed, the call may have noted what the host had before.
    const current = await db.hostChange.findUnique({ where: { id: row.id } });
    if (current === null) return true;
    const intent = record.intent.parse(current.intent);
    const seen = await lookAtHost(record, agent, slug, intent);
    return writeSeen(record, row, slug, { intent, seen, isFoundLater: true });
  };
}
