import { afterAll, afterEach, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { db } from "#lib/db/db.ts";
import { type HardeningSetting, hardeningSettings } from "#lib/domain/hardening/setting.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { buildEvidence, builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { createReport, getReport } from "./index.ts";

let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const seen = { gateway: { observedHash: builtConfigHash, observedVersion: "2026.9.6" } };

async function risksOf({ slug }: BuiltTenant): Promise<string[]> {
  const actor = await operator();
  return (await getReport(actor, await createReport(actor, { slug }))).residualRisks;
}

/** A host that shows these settings in force, and asks for all of them. */
const showing = (...on: HardeningSetting[]): Partial<Handlers> => ({
  "hardening.observe": async ({ slug }) => ({
    ...{ slug, isRunning: true, at: new Date().toISOString() },
    settings: hardeningSettings.map((setting) => ({
      ...{ setting, asked: true, canBeGiven: true, note: "" },
      observed: on.includes(setting) ? ("on" as const) : ("unknown" as const),
    })),
  }),
});

it("names what is not isolated by what is seen of the tenant now, and not by what is asked for", async () => {
  const tenant = await buildTenant();
  expect(await risksOf(tenant)).toEqual(expect.arrayContaining(["loopback", "egress-open"]));
  agent = await startStandInAgent(showing());
  expect(await risksOf(tenant)).toEqual(expect.arrayContaining(["loopback", "egress-open"]));
  await agent.close();
  agent = await startStandInAgent(showing("network-namespace"));
  const behindNetwork = await risksOf(tenant);
  expect(behindNetwork).toEqual(expect.arrayContaining(["gateway-port", "egress-internet"]));
  expect(behindNetwork).not.toContain("loopback");
  await agent.close();
  agent = await startStandInAgent(showing("network-namespace", "loopback-firewall"));
  expect(await risksOf(tenant)).toEqual([
    "operator-trusted",
    "shared-kernel",
    "egress-internet",
    "plain-tokens",
  ]);
});

it("names an OS user that another tenant has, too, whatever the rung, and stops when it was seen to be its own", async () => {
  const host = await buildHost();
  const [tenant, other] = [
    await buildTenant({ hostId: host.id, ...seen }),
    await buildTenant({ hostId: host.id, ...seen }),
  ];
  const check = async (uids: readonly [string, string]) => {
    const uid = (value: string) => ({ identities: [{ kind: "uid", value, label: "OS user" } as const] });
    const tenants = [tenant, other].map(({ slug }, index) =>
      buildEvidence(slug, { "host-access": uid(uids[index] ?? "") }),
    );
    agent = await startStandInAgent({
      ...showing("loopback-firewall"),
      evidence: async () => ({ at: new Date().toISOString(), accounts: [], tenants }),
    });
    const { id } = await requestHostCheck(await operator(), { hostId: host.id });
    await runHostCheck(id, createLogger("test", "silent"), new AbortController().signal);
    const risks = await risksOf(tenant);
    await agent.close();
    agent = undefined;
    return risks;
  };
  expect(await check(["2001", "2001"])).toEqual(expect.arrayContaining(["shared-os-user", "loopback"]));
  const apart = await check(["2001", "2002"]);
  expect(apart).not.toContain("shared-os-user");
  expect(apart).not.toContain("loopback");
});

it("freezes nothing that changed while the host was still asked", async () => {
  const tenant = await buildTenant({ name: "Reception" });
  const { "hardening.observe": observe } = showing();
  agent = await startStandInAgent({
    "hardening.observe": async (...call) => {
      await db.tenant.update({ where: { id: tenant.id }, data: { name: "Renamed meanwhile" } });
      if (observe === undefined) throw new Error("The host shows nothing.");
      return observe(...call);
    },
  });
  const actor = await operator();
  const report = await getReport(actor, await createReport(actor, { slug: tenant.slug }));
  expect(report.tenantName).toBe("Renamed meanwhile");
});
