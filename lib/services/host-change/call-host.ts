import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import type { HostChange, Prisma } from "#lib/db/generated/client.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { AgentErrorCode } from "#lib/host-agent/contract/error.ts";
import { endChange, leaveChange } from "./change-row.ts";
import type { HostChangeRecord } from "./host-change-record.ts";
import { lostAnswer } from "./lost-answer.ts";
import { lookAtHost, writeSeen } from "./write-seen.ts";

type Call<Intent> = {
  readonly agent: AgentClient;
  readonly slug: Slug;
  readonly changeId: string;
  readonly intent: Intent;
  /** Adds to the intent what the host has now, before anything is changed there. */
  readonly note: (intent: Intent) => Promise<void>;
};
export type CallHost<Intent, Facts, Answer> = (
  call: Call<Intent>,
) => Promise<{ readonly facts: Facts; readonly answer: Answer }>;

/** With these the agent refuses a call before it looks at what it is about. */
const refusedAtTheDoor: readonly AgentErrorCode[] = [
  "BAD_REQUEST",
  "UNAUTHORIZED",
  "PROTOCOL_MISMATCH",
  "OTHER_INSTALLATION",
  "BUSY",
];

/**
 * Has the host make a change that is written down. Where it doesn't say that it
 * did, what it has is found out: at once when it refused, later by a job when
 * its answer was lost.
 *
 * @throws AgentCallError or AgentUnreachable when nothing is left open; ServiceError AGENT_UNREACHABLE
 *   while it is not known what came of it
 */
export async function callHost<Intent extends object, Facts, Result, Answer>(
  record: HostChangeRecord<Intent, Facts, Result>,
  row: HostChange,
  { slug, hostId }: { readonly slug: string; readonly hostId: string },
  call: CallHost<Intent, Facts, Answer>,
): Promise<{ readonly intent: Intent; readonly facts: Facts; readonly answer: Answer }> {
  let intent = record.intent.parse(row.intent);
  const note = async (more: Intent) => {
    intent = more;
    await db.hostChange.update({ where: { id: row.id }, data: { intent: more as Prisma.InputJsonObject } });
  };
  let agent: AgentClient | null = null;
  try {
    agent = await agentOf(hostId);
    const made = await call({ agent, slug: slugSchema.parse(slug), changeId: row.id, intent, note });
    return { intent, ...made };
  } catch (error) {
    const change = { id: row.id, hostId };
    const leaveToJob = (cause: unknown) =>
      db.$transaction((tx) => leaveChange(tx, record, change, problemOf(cause)));
    if (agent === null || isUntouched(error)) {
      await db.$transaction((tx) => endChange(tx, record, change));
      throw error;
    }
    if (!(error instanceof AgentCallError)) {
      await leaveToJob(error);
      throw lostAnswer(row, error);
    }
    // It may have done a part before it failed.
    const seen = await lookAtHost(record, agent, slug, intent).catch((cause: unknown) => ({ cause }));
    if (seen !== null && "cause" in seen) await leaveToJob(seen.cause);
    else await writeSeen(record, row, slug, { intent, seen, isFoundLater: false });
    throw error;
  }
}

function isUntouched(error: unknown): boolean {
  if (error instanceof AgentUnreachable) return !error.wasSent;
  return error instanceof AgentCallError && refusedAtTheDoor.includes(error.detail.code);
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : "The host's answer was lost.";
}
