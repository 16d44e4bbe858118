import { Client } from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import { webRole } from "#lib/db/web-role.ts";
import { env } from "#lib/env/env.ts";
import type { TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getFleet, getMatrix } from "#lib/services/fleet/index.ts";
import { getTenantRisks } from "#lib/services/risk/index.ts";
import { getTenant, listTenants } from "#lib/services/tenant/index.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { requestHostCheck } from "./index.ts";
import { runHostCheck } from "./run-host-check.ts";
import { buildEvidence, builtConfigHash } from "./testing/build-evidence.ts";

const gateway = { observedPhase: "running", observedHash: builtConfigHash, observedVersion: "2026.9.6" };
let agent: ApiServer | undefined;
let tenant: BuiltTenant;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());

/** A tenant with an item of each kind: broken, half out of sight, shared with another, and well. */
beforeEach(async () => {
  tenant = await buildTenant({ gateway });
  const other = await buildTenant({ hostId: tenant.hostId, gateway });
  const key = [{ kind: "fingerprint" as const, value: "f1", label: "the key" }];
  const outside = { id: "workspace.outside-boundary", message: "It lies outside.", nextStep: "Move it." };
  const tenants: TenantEvidence[] = [
    buildEvidence(tenant.slug, {
      workspace: { isMeasured: false, reason: "A part was out of sight.", defects: [outside] },
      logs: { isMeasured: false, reason: "They could not be read." },
      "model-credentials": { identities: key },
    }),
    buildEvidence(other.slug, { "model-credentials": { identities: key } }),
  ];
  agent = await startStandInAgent({
    evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants }),
  });
  const { id } = await requestHostCheck(await operator(), { hostId: tenant.hostId });
  await runHostCheck(id, createLogger("test", "silent"), new AbortController().signal);
});

describe("lists", () => {
  it("give each item the very verdict, reason and neighbours that the tenant's page gives", async () => {
    const actor = await operator();
    const { items, worstVerdict, counts } = await getTenant(actor, { slug: tenant.slug });
    const { rows } = await getMatrix(actor, { search: tenant.slug });
    expect(rows[0]?.cells).toEqual(
      items.map(({ item, verdict, reason, sharing, observedAt }) => ({
        ...{ item, verdict, reason, observedAt },
        sharedWith: sharing.map(({ otherSlug }) => otherSlug),
      })),
    );
    const list = await listTenants(actor, { search: tenant.slug });
    expect(list.rows).toMatchObject([{ worstVerdict, counts }]);
    expect(counts).toEqual({ failed: 2, "not-measured": 1, accepted: 0, proven: 7 });
    expect(items.find(({ item }) => item === "workspace")).toMatchObject({
      reason: "It lies outside.",
      defects: [{ id: "workspace.outside-boundary" }],
    });
  });

  it("show the columns that the evidence of each item gives", async () => {
    const rows = await db.itemEvidence.findMany({ where: { tenantId: tenant.id } });
    expect(rows).toHaveLength(10);
    for (const { evidence, reason, rest } of rows)
      expect(evidence).toMatchObject({ verdictReason: reason, rest });
    const workspace = rows.find(({ item }) => item === "workspace");
    expect(workspace).toMatchObject({ rest: "A part was out of sight.", isMeasured: false });
  });

  it("read no evidence, which a page alone may", async () => {
    const actor = await operator();
    await hideEvidence();
    await expect(getTenant(actor, { slug: tenant.slug })).rejects.toThrow(/permission denied/);
    expect((await listTenants(actor, { verdict: "failed", sort: "verdict" })).total).toBeGreaterThan(0);
    expect((await getMatrix(actor, { search: tenant.slug })).total).toBe(1);
    expect((await getFleet(actor, { hostId: tenant.hostId })).hosts[0]?.walls).toHaveLength(1);
    expect(await getTenantRisks(actor, { slug: tenant.slug })).toMatchObject({ accepted: [] });
  });
});

/** From here on the web may read every column of the table but the evidence. */
async function hideEvidence(): Promise<void> {
  const url = new URL(inject("adminUrl"));
  url.pathname = new URL(env().databaseUrl).pathname;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute
     WHERE attrelid = '"ItemEvidence"'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'evidence'`,
  );
  await client.query(`REVOKE SELECT ON "ItemEvidence" FROM ${webRole}`);
  await client.query(
    `GRANT SELECT (${rows.map(({ name }) => name).join(", ")}) ON "ItemEvidence" TO ${webRole}`,
  );
  await client.end();
}
