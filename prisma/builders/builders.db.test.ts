import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { lastPort } from "#lib/domain/host/port-block.ts";
import { buildClient } from "./build-client.ts";
import { buildHost } from "./build-host.ts";
import { buildOperation } from "./build-operation.ts";
import { buildTenant } from "./build-tenant.ts";
import { actorOf, buildUser } from "./build-user.ts";

describe("builders", () => {
  it("give two tenants of one host blocks that don't overlap", async () => {
    const host = await buildHost();
    const [first, second] = [await buildTenant({ hostId: host.id }), await buildTenant({ hostId: host.id })];
    expect(second.portBlock.base).toBe(lastPort(first.portBlock) + 1);
  });

  it("let the database refuse a block that overlaps another of the same host", async () => {
    const host = await buildHost();
    await buildTenant({ hostId: host.id, basePort: 20_000 });
    await expect(buildTenant({ hostId: host.id, basePort: 20_119 })).rejects.toThrow();
    await expect(buildTenant({ basePort: 20_119 })).resolves.toBeDefined();
  });

  it("take overrides", async () => {
    const owner = await buildUser({ role: "owner" });
    const client = await buildClient({ accountManagerId: owner.id });
    const tenant = await buildTenant({ clientId: client.id, gateway: { desiredState: "running" } });
    await buildOperation(tenant.id, { status: "failed" });
    expect(actorOf(owner)).toMatchObject({ kind: "user", role: "owner" });
    expect(tenant.gateway.desiredState).toBe("running");
    expect(await db.operation.count({ where: { tenantId: tenant.id, status: "failed" } })).toBe(1);
  });
});
