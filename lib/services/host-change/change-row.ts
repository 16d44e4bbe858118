import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import type { HostChange, Prisma } from "#lib/db/generated/client.ts";
import { type Actor, requirePerson, roles, type UserActor } from "#lib/services/actor.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";
import { secretsAboutToChange, secretsChanged } from "#lib/services/operation/secrets-changed.ts";
import type { ChangeSubject } from "./host-change-record.ts";

/** How long after its call a change is left to whoever made it, in milliseconds. */
const graceMs = 15_000;

const personSchema = z.object({
  kind: z.literal("user"),
  userId: z.string(),
  name: z.string(),
  role: z.enum(roles),
});

const changesSecrets: Record<ChangeSubject["of"], boolean> = { secrets: true, configuration: false };

type Intended = {
  readonly label: string;
  /** Of the shape that its kind's schema has. */
  readonly intent: object;
  readonly timeoutMs: number;
};

/** Writes down what is about to be asked of the tenant's host. The caller holds the tenant. */
export async function createChange(
  tx: Tx,
  actor: Actor,
  tenant: LockedTenant,
  { kind, of }: ChangeSubject,
  { label, intent, timeoutMs }: Intended,
): Promise<HostChange> {
  if (changesSecrets[of]) await secretsAboutToChange(tx, tenant.hostId);
  const { userId, name, role } = requirePerson(actor);
  return tx.hostChange.create({
    data: {
      ...{ tenantId: tenant.id, kind, label },
      intent: intent as Prisma.InputJsonObject,
      actor: { kind: "user", userId, name, role },
      freshUntil: new Date(Date.now() + timeoutMs + graceMs),
    },
  });
}

/** The person who asked for it, with the role of that moment. */
export function actorOfChange({ actor }: HostChange): UserActor {
  return personSchema.parse(actor);
}

/** Takes it away with its outcome. @returns false when somebody else has settled it meanwhile */
export async function endChange(
  tx: Tx,
  { of }: ChangeSubject,
  { id, hostId }: { readonly id: string; readonly hostId: string },
): Promise<boolean> {
  const { count } = await tx.hostChange.deleteMany({ where: { id } });
  if (count === 1 && changesSecrets[of]) await secretsChanged(tx, hostId);
  return count === 1;
}

/** Leaves it to a job, because it is not known what came of it and nobody waits for that any more. */
export async function leaveChange(
  tx: Tx,
  { of }: ChangeSubject,
  { id, hostId }: { readonly id: string; readonly hostId: string },
  problem: string,
): Promise<void> {
  await tx.hostChange.updateMany({ where: { id }, data: { freshUntil: new Date(), problem } });
  if (changesSecrets[of]) await secretsChanged(tx, hostId);
}
