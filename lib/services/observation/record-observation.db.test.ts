import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { observationOf } from "#lib/jobs/testing/stand-in-agent.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { nextStamp } from "#lib/services/columns/next-stamp.ts";
import { getTenant, listTenants } from "#lib/services/tenant/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { recordObservation } from "./record-observation.ts";

afterAll(() => closeJobQueue());

const began = new Date(Date.now() - 60_000).toISOString();
const measured = new Date(Date.now() - 30_000);

/** A tenant whose Gateway runs and whose ten items were proven while it did. */
async function buildProvenTenant() {
  const tenant = await buildTenant();
  await recordObservation(tenant.hostId, observationOf(tenant.slug, { startedAt: began }));
  const host = await db.host.findUniqueOrThrow({ where: { id: tenant.hostId } });
  const check = await db.hostCheck.create({
    data: { hostId: host.id, status: "done", neighbourhood: host.neighbourhood },
  });
  await db.hostCheck.updateMany({ where: { hostId: host.id, status: "queued" }, data: { status: "done" } });
  const stamp = await nextStamp();
  await db.itemEvidence.createMany({
    data: items.map((item) => ({
      tenantId: tenant.id,
      item,
      checkId: check.id,
      verdict: "proven" as const,
      isMeasured: true,
      evidence: {
        item,
        isMeasured: true,
        reason: null,
        how: "",
        facts: [],
        identities: [],
        defects: [],
        at: measured.toISOString(),
      },
      configHash: "a".repeat(64),
      version: "2026.9.6",
      neighbourhood: host.neighbourhood,
      stamp,
      observedAt: measured,
    })),
  });
  return tenant;
}

describe("a Gateway whose process ends or begins", () => {
  it("takes its evidence along, on its page and in lists, and has the host looked at again", async () => {
    const actor = actorOf(await buildUser());
    const tenant = await buildProvenTenant();
    const shown = async () => [
      (await getTenant(actor, { slug: tenant.slug })).worstVerdict,
      (await listTenants(actor, { search: tenant.slug, verdict: "proven" })).total,
    ];
    expect(await shown()).toEqual(["proven", 1]);

    const at = new Date().toISOString();
    const lastExit = { exitCode: 0, signal: null, at, reason: "Stopped on request.", lastLines: [] };
    await recordObservation(
      tenant.hostId,
      observationOf(tenant.slug, { phase: "stopped", pid: null, startedAt: null, version: null, lastExit }),
    );
    expect(await shown()).toEqual(["not-measured", 0]);
    expect(await db.hostCheck.count({ where: { hostId: tenant.hostId, status: "queued" } })).toBe(1);
  });

  it("is not taken for another one when the same process is seen again", async () => {
    const actor = actorOf(await buildUser());
    const tenant = await buildProvenTenant();
    await recordObservation(tenant.hostId, observationOf(tenant.slug, { startedAt: began }));
    expect((await getTenant(actor, { slug: tenant.slug })).worstVerdict).toBe("proven");
    expect(await db.hostCheck.count({ where: { hostId: tenant.hostId, status: "queued" } })).toBe(0);
  });
});

describe("a host that took later orders than the database knows", () => {
  const generationOf = async (tenantId: string) =>
    (await db.gateway.findUniqueOrThrow({ where: { tenantId } })).generation;

  it("has the next order go on from there, and never makes one go back", async () => {
    const tenant = await buildTenant();
    await recordObservation(tenant.hostId, observationOf(tenant.slug, { generation: 4711 }));
    expect(await generationOf(tenant.id)).toBe(4711);
    await recordObservation(tenant.hostId, observationOf(tenant.slug, { generation: 3 }));
    expect(await generationOf(tenant.id)).toBe(4711);
    await recordObservation(tenant.hostId, observationOf(tenant.slug, { generation: 2_000_000_000 }));
    expect(await generationOf(tenant.id)).toBe(4711);
  });
});
