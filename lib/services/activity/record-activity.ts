import type { Tx } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { Actor } from "../actor.ts";

/** `thing.verb`: the name of the permission where there is one. */
export type ActivityAction = `${string}.${string}`;

export type ActivityEntry = {
  readonly action: ActivityAction;
  readonly clientId?: string | null;
  readonly tenantId?: string | null;
  readonly operationId?: string | null;
  /** Names and values that an operator needs to read the row later. Never a secret. */
  readonly details?: Prisma.InputJsonObject;
};

/** Writes one activity row inside the transaction of the change it tells of, so that neither exists alone. */
export async function recordActivity(tx: Tx, actor: Actor, entry: ActivityEntry): Promise<void> {
  await tx.activity.create({
    data: {
      actorKind: actor.kind,
      actorId: actor.kind === "user" ? actor.userId : null,
      actorName: actor.name,
      action: entry.action,
      clientId: entry.clientId ?? null,
      tenantId: entry.tenantId ?? null,
      operationId: entry.operationId ?? null,
      details: entry.details ?? {},
    },
  });
}
