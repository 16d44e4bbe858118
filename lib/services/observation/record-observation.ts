import { db, type Tx } from "#lib/db/db.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { maxGeneration } from "#lib/host-agent/contract/generation.ts";
import {
  type Observation,
  observationOrderSchema,
  observationSchema,
} from "#lib/host-agent/contract/observation.ts";
import { raiseNeighbourhood } from "#lib/services/check/raise-neighbourhood.ts";
import { nextStamp } from "#lib/services/columns/next-stamp.ts";

/**
 * Keeps what the agent observed of a Gateway, unless something newer is known.
 * A changed configuration makes older evidence of the whole host worthless, and
 * a process that began or ended that of its own tenant, so both ask for a new check.
 */
export async function recordObservation(hostId: string, observation: Observation): Promise<void> {
  await db.$transaction(async (tx) => {
    const gateway = await lockGateway(tx, hostId, observation.slug);
    if (gateway === null) return;
    if (isLate(gateway, observation)) return;
    const hasNewProcess = processOf(gateway.observed) !== processOf(observation);
    await tx.gateway.update({
      where: { tenantId: gateway.tenantId },
      data: {
        observed: observation,
        observedPhase: observation.phase,
        observedHash: observation.configHash,
        observedVersion: observation.version,
        observedAt: new Date(observation.at),
        observedOrder: observation.order ?? Prisma.DbNull,
        ...(hasNewProcess && { processChangedAt: new Date(), processStamp: await nextStamp(tx) }),
        ...(isAhead(gateway, observation) && { generation: observation.generation }),
      },
    });
    if (gateway.observedHash !== observation.configHash) await raiseNeighbourhood(tx, hostId);
    else if (hasSettled(gateway, observation, hasNewProcess)) {
      await raiseNeighbourhood(tx, hostId, { isChanged: false });
    }
  });
}

/** True of an observation that was made before the one that is known; by their host's clock only where it says no order. */
function isLate(known: Known, { order, at }: Observation): boolean {
  const before = observationOrderSchema.nullable().catch(null).parse(known.observedOrder);
  if (order !== undefined && before !== null) {
    return order.bootId === before.bootId && order.uptimeMs < before.uptimeMs;
  }
  // What was there in between has no order, and what comes after it is new.
  if (order !== undefined || known.observedAt === null) return false;
  return known.observedAt > new Date(at);
}

/** Tells one process, or the end of one, from the next. */
function processOf(observed: unknown): string | null {
  const observation = observationSchema.safeParse(observed).data;
  if (observation === undefined) return null;
  const { pid, startedAt, lastExit } = observation;
  return JSON.stringify([pid, startedAt, lastExit?.at ?? null]);
}

/** The host took a later order than this database knows, which was restored from a backup: the next one goes on from there. */
function isAhead(known: Known, { generation }: Observation): boolean {
  return generation > known.generation && generation < maxGeneration;
}

const settledPhases: readonly string[] = ["running", "stopped", "failed"] satisfies Observation["phase"][];

/** True when the Gateway has come to rest in another phase, or in the same one with another process. */
function hasSettled({ observedPhase }: Known, { phase }: Observation, hasNewProcess: boolean): boolean {
  return settledPhases.includes(phase) && (hasNewProcess || observedPhase !== phase);
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
        observedOrder: Prisma.DbNull,
        processChangedAt: at,
        processStamp: await nextStamp(tx),
      },
    });
    await raiseNeighbourhood(tx, hostId);
  });
}

type Known = Pick<
  Prisma.GatewayGetPayload<object>,
  "tenantId" | "generation" | "observed" | "observedAt" | "observedOrder" | "observedHash" | "observedPhase"
>;

async function lockGateway(tx: Tx, hostId: string, slug: string): Promise<Known | null> {
  const [gateway] = await tx.$queryRaw<Known[]>`
    SELECT g."tenantId", g."generation", g."observed", g."observedAt", g."observedOrder", g."observedHash",
      g."observedPhase"
    FROM "Gateway" g JOIN "Tenant" t ON t."id" = g."tenantId"
    WHERE t."slug" = ${slug} AND t."hostId" = ${hostId}::uuid FOR UPDATE OF g`;
  return gateway ?? null;
}
