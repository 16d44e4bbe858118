import { db, type Tx } from "#lib/db/db.ts";
import type { HostChange } from "#lib/db/generated/client.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { AgentCallError } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { AgentErrorCode } from "#lib/host-agent/contract/error.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type LockedTenant, lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { actorOfChange, endChange } from "./change-row.ts";
import type { HostChangeRecord, Seen } from "./host-change-record.ts";

const worker = { kind: "job", name: "Host changes" } as const;

/** With these the host says that it has nothing of the tenant, and so nothing of a change of it. */
const nothingThere: readonly AgentErrorCode[] = ["NOT_FOUND", "NOT_PROVISIONED"];

/** What the host has of a change now; null for nothing. */
export async function lookAtHost<Intent, Facts, Result>(
  record: HostChangeRecord<Intent, Facts, Result>,
  agent: AgentClient,
  slug: string,
  intent: Intent,
): Promise<Seen<Facts> | null> {
  try {
    return await record.look(agent, slugSchema.parse(slug), intent);
  } catch (error) {
    if (error instanceof AgentCallError && nothingThere.includes(error.detail.code)) return null;
    throw error;
  }
}

type Found<Intent, Facts> = {
  readonly intent: Intent;
  readonly seen: Seen<Facts> | null;
  /** True when the person who asked for it has gone away without knowing. */
  readonly isFoundLater: boolean;
};

/**
 * Writes what a host was found to have of a change, and ends the change. Does
 * nothing when somebody else has ended it.
 *
 * @returns false while it can't be written yet
 */
export async function writeSeen<Intent, Facts, Result>(
  record: HostChangeRecord<Intent, Facts, Result>,
  row: HostChange,
  slug: string,
  { intent, seen, isFoundLater }: Found<Intent, Facts>,
): Promise<boolean> {
  const end = (write: (tx: Tx, tenant: LockedTenant) => Promise<void>) =>
    db.$transaction(async (tx) => {
      const tenant = await lockTenant(tx, slug);
      if (seen !== null && !record.canWrite(tenant)) return false;
      const isMine = await endChange(tx, record, { id: row.id, hostId: tenant.hostId });
      if (isMine) await write(tx, tenant);
      return true;
    });
  const tell = (tx: Tx, tenant: LockedTenant, isDone: boolean) =>
    recordActivity(tx, worker, {
      action: "change.settle",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, label: row.label, isDone },
    });
  const writePart = async (tx: Tx, tenant: LockedTenant) => {
    if (seen !== null) await record.keep(tx, tenant, intent, seen.facts);
    if (seen !== null || isFoundLater) await tell(tx, tenant, false);
  };
  if (seen === null || !seen.isWhole) return end(writePart);
  try {
    return await end(async (tx, tenant) => {
      await record.write(tx, actorOfChange(row), tenant, intent, seen.facts);
      if (isFoundLater) await tell(tx, tenant, true);
    });
  } catch (error) {
    // What was agreed to when it was asked for holds no longer: somebody has to ask for the rest again.
    if (error instanceof ServiceError && error.code !== "NOT_FOUND") return end(writePart);
    throw error;
  }
}
