import { db, type Tx } from "#lib/db/db.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { maxGeneration } from "#lib/host-agent/contract/generation.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";

/**
 * Keeps what the agent observed of a Gateway, unless something newer is known.
 * A changed configuration makes older evidence of the whole host worthless, and
 * a process that began or ended that of its own tenant, so both ask for a new check.
 */
export async function recordObservation(hostId: string, observation: Observation): Promise<void> {
  await db.$transaction(async (tx) => {
    const gateway = await lockGateway(tx, hostId, observation.slug);
    if (gateway === null) return;
    const at = new Date(observation.at);
    if (gateway.observedAt !== null && gateway.observedAt > at) return;
    await tx.gateway.update({
      where: { tenantId: gateway.tenantId },
      data: {
        observed: observation,
        observedPhase: observation.phase,
        observedHash: observation.configHash,
        observedVersion: observation.version,
        observedAt: at,
        processChangedAt: processChangedAt(observation),
        ...(isAhead(gateway, observation) && { generation: observation.generation }),
      },
    });
    if (gateway.observedHash !== observation.configHash) await raiseNeighbourhood(tx, hostId);
    else if (hasSettled(gateway, observation)) await raiseNeighbourhood(tx, hostId, { isChanged: false });
  });
}

/** The host took a later order than this database knows, which was restored from a backup: the next one goes on from there. */
function isAhead(known: Known, { generation }: Observation): boolean {
  return generation > known.generation && generation < maxGeneration;
}

function processChangedAt({ startedAt, lastExit }: Observation): Date | null {
  const times = [startedAt, lastExit?.at].flatMap((time) => (time ? [new Date(time).getTime()] : []));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

const settledPhases: readonly string[] = ["running", "stopped", "failed"] satisfies Observation["phase"][];

/** True when the Gateway has come to rest in another phase, or in the same one with another process. */
function hasSettled(known: Known, observation: Observation): boolean {
  if (!settledPhases.includes(observation.phase)) return false;
  const changedAt = processChangedAt(observation);
  return (
    known.observedPhase !== observation.phase || known.processChangedAt?.getTime() !== changedAt?.getTime()
  );
}

/** Keeps that the agent knows nothing of a Gateway (any more). */
export async function recordAbsence(hostId: string, slug: string, at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const gateway = await lockGateway(tx, hostId, slug);
    if (gateway === null || gateway.observedPhase === null || gateway.observedPhase === "absent") return;
    await tx.gateway.update({
      where: { tenantId: gateway.tenantId },
      data: {
        observed: Prisma.DbNull,
        observedPhase: "absent",
        observedHash: null,
        observedVersion: null,
        observedAt: at,
        processChangedAt: at,
      },
    });
    await raiseNeighbourhood(tx, hostId);
  });
}

type Known = Pick<
  Prisma.GatewayGetPayload<object>,
  "tenantId" | "generation" | "observedAt" | "observedHash" | "observedPhase" | "processChangedAt"
>;

async function lockGateway(tx: Tx, hostId: string, slug: string): Promise<Known | null> {
  const [gateway] = await tx.$queryRaw<Known[]>`
    SELECT g."tenantId", g."generation", g."observedAt", g."observedHash", g."observedPhase", g."processChangedAt"
    FROM "Gateway" g JOIN "Tenant" t ON t."id" = g."tenantId"
    WHERE t."slug" = ${slug} AND t."hostId" = ${hostId}::uuid FOR UPDATE OF g`;
  return gateway ?? null;
}
