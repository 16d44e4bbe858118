import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { db } from "#lib/db/db.ts";
import {
  arranged,
  changes,
  host,
  hostHandlers,
  model,
  newKey,
  openOf,
  operator,
} from "#lib/jobs/testing/changes-of-a-host.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { rotateGatewayToken, saveModel } from "#lib/services/credential/index.ts";
import { killGateway, startGateway } from "#lib/services/gateway/index.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { settleChanges } from "./settle-changes.ts";

const log = createLogger("test", "silent");
let agent: ApiServer | undefined;

afterEach(() => agent?.close());
afterAll(() => closeJobQueue());

describe("a change that takes long", () => {
  /** A host that rotates a token only when it is told to. */
  async function slowHost() {
    const release = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const closing = Promise.withResolvers<void>();
    let underWay = 0;
    agent = await startStandInAgent({
      ...hostHandlers,
      "change.close": async ({ of, ...change }) => {
        closing.resolve();
        await host.changes.close(of, change);
        return {};
      },
      "gateway-token.rotate": ({ slug, changeId }) =>
        host.changes.run("secrets", { slug, changeId }, async () => {
          underWay += 1;
          begun.resolve();
          await release.promise;
          const token = `slow token of ${slug}`;
          host.stored.set(`${slug}/gateway/token`, token);
          return { fingerprint: host.fingerprint(token), lastFour: null, running: null, removedDevices: 3 };
        }),
    });
    return {
      release: () => release.resolve(),
      begun: begun.promise,
      closing: closing.promise,
      underWay: () => underWay,
    };
  }
  const token = changes.find(({ verb }) => verb === "gateway-token.rotate");
  if (token === undefined) throw new Error("There is no rotation of a token.");

  it("excludes other changes and operations meanwhile, but not a kill", async () => {
    const { actor, tenant, recorded } = await arranged(token);
    const { slug } = tenant;
    const slow = await slowHost();
    const rotating = rotateGatewayToken(actor, { slug });
    await slow.begun;
    const conflict = {
      code: "CONFLICT",
      message: expect.stringContaining("the rotation of the Gateway token"),
    };
    await expect(rotateGatewayToken(actor, { slug })).rejects.toMatchObject(conflict);
    await expect(saveModel(actor, model(tenant, newKey()))).rejects.toMatchObject(conflict);
    await expect(startGateway(actor, { slug })).rejects.toMatchObject(conflict);
    expect(await openOf(actor, tenant)).toMatchObject({ isUnknown: false });
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { observedPhase: "running" } });
    expect(await killGateway(actor, { slug })).toMatchObject({ kind: "kill" });
    slow.release();
    await rotating;
    expect(await recorded()).toEqual([
      ["gateway.kill", actor.name],
      ["credential.rotate", actor.name],
    ]);
  });

  it("holds no connection to the database and no row, however many wait", async () => {
    const actor = await operator();
    const tenants: BuiltTenant[] = [];
    // More than the pool has connections.
    for (let at = 0; at < 12; at += 1)
      tenants.push(await buildTenant({ gateway: { observedPhase: "stopped" } }));
    const slow = await slowHost();
    const rotating = Promise.all(tenants.map(({ slug }) => rotateGatewayToken(actor, { slug })));
    await expect.poll(slow.underWay).toBe(tenants.length);
    const held = await db.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
    expect(held).toEqual([]);
    const [first] = tenants;
    await db.$transaction(
      (tx) => tx.$queryRaw`SELECT 1 FROM "Gateway" WHERE "tenantId" = ${first?.id}::uuid FOR UPDATE NOWAIT`,
    );
    slow.release();
    expect(await rotating).toHaveLength(tenants.length);
  });

  it("is found out when the web died in the middle of it", async () => {
    const { actor, tenant, recorded } = await arranged(token);
    const slow = await slowHost();
    const program = `
      import { rotateGatewayToken } from "#lib/services/credential/index.ts";
      await rotateGatewayToken(...JSON.parse(process.argv[1]));`;
    const given = JSON.stringify([actor, { slug: tenant.slug }]);
    const web = spawn(process.execPath, ["--input-type=module", "-e", program, given], { stdio: "inherit" });
    await slow.begun;
    web.kill("SIGKILL");
    await once(web, "exit");
    slow.release();
    // Nobody knows yet that nobody waits.
    await settleChanges(log);
    expect([await openOf(actor, tenant), await recorded()]).toMatchObject([{ isUnknown: false }, []]);
    await db.hostChange.updateMany({ data: { freshUntil: new Date() } });
    await settleChanges(log);
    expect(await recorded()).toEqual([
      ["credential.rotate", actor.name],
      ["change.settle", "Host changes", true],
    ]);
    expect(await token.isKnown(actor, tenant)).toBe(true);
  });

  it("and is given up on is recorded once, whoever hears first that it was done", async () => {
    const { actor, tenant, recorded } = await arranged(token);
    const slow = await slowHost();
    const rotating = Promise.allSettled([rotateGatewayToken(actor, { slug: tenant.slug })]);
    await slow.begun;
    await db.hostChange.updateMany({ data: { freshUntil: new Date() } });
    const settling = settleChanges(log);
    await slow.closing;
    slow.release();
    await Promise.all([rotating, settling]);
    expect((await recorded()).filter(([what]) => what === "credential.rotate")).toHaveLength(1);
    expect(await openOf(actor, tenant)).toBeNull();
    expect(await token.isKnown(actor, tenant)).toBe(true);
  });
});
