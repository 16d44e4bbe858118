import { randomUUID } from "node:crypto";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { portBlockSize } from "#lib/domain/host/port-block.ts";
import { buildHost } from "#prisma/builders/build-host.ts";

/** As many port blocks as a host's default range has room for, roundly. */
export const tenantsPerHost = 100;
const tenantsPerClient = 4;

/**
 * Writes one host full of tenants that were onboarded, checked and audited.
 *
 * @param first number of the first tenant, which its name and slug carry
 */
export async function addHostOfTenants(first: number): Promise<void> {
  const host = await buildHost();
  const check = await db.hostCheck.create({
    data: { hostId: host.id, status: "done", neighbourhood: host.neighbourhood, finishedAt: new Date() },
  });
  const clients = Array.from({ length: tenantsPerHost / tenantsPerClient }, (_, at) => ({
    id: randomUUID(),
    name: `Client ${first / tenantsPerClient + at}`,
  }));
  const numbered = Array.from({ length: tenantsPerHost }, (_, at) => ({ id: randomUUID(), at }));
  const ids = numbered.map(({ id }) => id);
  await db.client.createMany({ data: clients });
  await db.tenant.createMany({
    data: numbered.map(({ id, at }) => {
      const number = String(first + at).padStart(6, "0");
      const clientId = clients[Math.floor(at / tenantsPerClient)]?.id ?? "";
      const names = { slug: `tenant-${number}`, name: `Tenant ${number}` };
      return { id, ...names, clientId, hostId: host.id, rung: "os_user", decision: {} };
    }),
  });
  await db.gateway.createMany({ data: ids.map(stoppedGateway) });
  await db.portBlock.createMany({
    data: numbered.map(({ id, at }) => ({
      hostId: host.id,
      tenantId: id,
      base: host.portFirst + at * portBlockSize,
    })),
  });
  const taken = { checkId: check.id, neighbourhood: host.neighbourhood, observedAt: new Date() };
  await db.itemEvidence.createMany({ data: ids.flatMap((id, at) => evidenceOf(id, at % 10 === 0, taken)) });
  await db.auditRun.createMany({
    data: ids.map((tenantId) => ({
      ...{ tenantId, status: "done" as const, finishedAt: new Date() },
      ...{ critical: 0, warn: 0, info: 3, result: { findings: [] } },
    })),
  });
}

function stoppedGateway(tenantId: string): Prisma.GatewayCreateManyInput {
  return { tenantId, hasPowerfulTools: false, desiredState: "stopped", desiredVersion: "2026.9.6" };
}

/** All proven, or with one that failed. */
function evidenceOf(
  tenantId: string,
  hasFailed: boolean,
  taken: Pick<Prisma.ItemEvidenceCreateManyInput, "checkId" | "neighbourhood" | "observedAt">,
): Prisma.ItemEvidenceCreateManyInput[] {
  const evidence = { isMeasured: true, reason: null, how: "", facts: [], identities: [], defects: [] };
  const at = new Date().toISOString();
  return items.map((item) => ({
    ...{ tenantId, item, ...taken, isMeasured: true },
    verdict: hasFailed && item === "port" ? "failed" : "proven",
    evidence: { ...evidence, item, at },
  }));
}
