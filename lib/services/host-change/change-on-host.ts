import { asServiceError } from "#lib/agent-calls/host-agent.ts";
import { db, type Tx } from "#lib/db/db.ts";
import type { HostChange } from "#lib/db/generated/client.ts";
import type { Actor } from "#lib/services/actor.ts";
import { type LockedTenant, lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { type CallHost, callHost } from "./call-host.ts";
import { createChange, endChange } from "./change-row.ts";
import type { HostChangeRecord } from "./host-change-record.ts";
import { settledMeanwhile } from "./lost-answer.ts";
import { rehearse } from "./rehearse.ts";
import { writeSeen } from "./write-seen.ts";

type Asked<Intent, Facts, Answer> = {
  /** "the rotation of the Gateway token" */
  readonly label: string;
  /** How long the call may take in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Holds the tenant, and refuses when it can't be changed now. */
  readonly lock: (tx: Tx, slug: string) => Promise<LockedTenant>;
  /** Refuses what can't be, and says what is intended. */
  readonly plan: (tx: Tx, tenant: LockedTenant) => Promise<Intent>;
  /** What the host will have if all goes well. With it the outcome is written on trial, so that nothing refuses afterwards. */
  readonly foresee?: (intent: Intent) => Facts;
  /** False when the host has nothing to do. Then `foresee` is the outcome. */
  readonly isForHost?: (intent: Intent) => boolean;
  readonly call: CallHost<Intent, Facts, Answer>;
};

const short = { maxWait: 10_000, timeout: 15_000 } as const;

/**
 * Makes a change on a tenant's host for a person who waits for it: writes down
 * what is intended, calls the host outside any transaction, and writes what
 * came of it. Whatever happens in between, the intent stays until the outcome
 * is known, and nobody else changes the tenant meanwhile.
 *
 * @returns null in the place of the answer when the host had nothing to do
 * @throws ServiceError as the host refuses; AGENT_UNREACHABLE when its answer was lost
 */
export async function changeOnHost<Intent extends object, Facts, Result, Answer>(
  record: HostChangeRecord<Intent, Facts, Result>,
  actor: Actor,
  slug: string,
  asked: Asked<Intent, Facts, Answer>,
): Promise<{ readonly result: Result; readonly answer: Answer | null }> {
  const begun = await db.$transaction(async (tx) => {
    const tenant = await asked.lock(tx, slug);
    const intent = await asked.plan(tx, tenant);
    const foreseen = asked.foresee?.(intent);
    if (foreseen !== undefined) {
      const write = () => record.write(tx, actor, tenant, intent, foreseen);
      if (asked.isForHost?.(intent) === false) return { result: await write() };
      await rehearse(tx, write);
    }
    const { label, timeoutMs } = asked;
    const row = await createChange(tx, actor, tenant, record, { label, intent, timeoutMs });
    return { row, hostId: tenant.hostId };
  }, short);
  if ("result" in begun) return { result: begun.result, answer: null };
  try {
    const { intent, facts, answer } = await callHost(
      record,
      begun.row,
      { slug, hostId: begun.hostId },
      asked.call,
    );
    return { result: await writeOutcome(record, actor, begun.row, slug, { intent, facts }), answer };
  } catch (error) {
    throw asServiceError(error);
  }
}

async function writeOutcome<Intent, Facts, Result>(
  record: HostChangeRecord<Intent, Facts, Result>,
  actor: Actor,
  row: HostChange,
  slug: string,
  { intent, facts }: { readonly intent: Intent; readonly facts: Facts },
): Promise<Result> {
  try {
    return await db.$transaction(async (tx) => {
      const tenant = await lockTenant(tx, slug);
      if (!(await endChange(tx, record, { id: row.id, hostId: tenant.hostId }))) throw settledMeanwhile(row);
      return record.write(tx, actor, tenant, intent, facts);
    }, short);
  } catch (error) {
    // Something has come in between that the trial could not know. What the host has is kept all the same.
    if (error instanceof ServiceError) {
      await writeSeen(record, row, slug, { intent, seen: { facts, isWhole: false }, isFoundLater: false });
    }
    throw error;
  }
}
