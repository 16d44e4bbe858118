import { afterAll, expect, test } from "vitest";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { listActivity } from "#lib/services/activity/index.ts";
import { getTenantAudit } from "#lib/services/audit/index.ts";
import { getCheck, listChecks } from "#lib/services/check/index.ts";
import { createClient, getClient, listClients } from "#lib/services/client/index.ts";
import { getMatrix } from "#lib/services/fleet/index.ts";
import { startGateway, tailLogs } from "#lib/services/gateway/index.ts";
import { getHost } from "#lib/services/host/index.ts";
import { getDraft, saveDraft } from "#lib/services/onboarding/index.ts";
import { getOperation, listOperations } from "#lib/services/operation/index.ts";
import { getProbeMap, getProbePair, getProbeRun } from "#lib/services/probe/index.ts";
import { getReport } from "#lib/services/report/index.ts";
import { getTenantRisks } from "#lib/services/risk/index.ts";
import { getTenant, listTenants, updateTenant } from "#lib/services/tenant/index.ts";
import { getTenantTools } from "#lib/services/tool-policy/index.ts";
import { listUsers } from "#lib/services/user/index.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import type { Actor } from "./actor.ts";

afterAll(() => closeJobQueue());

const services: Record<string, (actor: Actor, text: string) => Promise<unknown>> = {
  listActivity: (actor, text) => listActivity(actor, { search: text, tenant: text } as never),
  getTenantAudit: (actor, slug) => getTenantAudit(actor, { slug }),
  getCheck: (actor, id) => getCheck(actor, { id }),
  getMatrix: (actor, search) => getMatrix(actor, { search }),
  listChecks: (actor, hostId) => listChecks(actor, { hostId }),
  createClient: (actor, name) => createClient(actor, { name }),
  getClient: (actor, clientId) => getClient(actor, { clientId }),
  listClients: (actor, search) => listClients(actor, { search }),
  startGateway: (actor, slug) => startGateway(actor, { slug }),
  tailLogs: (actor, slug) => tailLogs(actor, { slug }),
  getHost: (actor, id) => getHost(actor, { id }),
  getDraft: (actor, id) => getDraft(actor, { id }),
  saveDraft: (actor, text) => saveDraft(actor, { step: "a", input: { [text]: text } } as never),
  getOperation: (actor, id) => getOperation(actor, { id }),
  listOperations: (actor, tenant) => listOperations(actor, { tenant }),
  getProbeMap: (actor, slug) => getProbeMap(actor, { slug } as never),
  getProbePair: (actor, text) => getProbePair(actor, { source: text, target: text } as never),
  getProbeRun: (actor, id) => getProbeRun(actor, { id }),
  getReport: (actor, id) => getReport(actor, { id }),
  getTenantRisks: (actor, slug) => getTenantRisks(actor, { slug }),
  getTenant: (actor, slug) => getTenant(actor, { slug }),
  listTenants: (actor, search) => listTenants(actor, { search }),
  updateTenant: (actor, text) => updateTenant(actor, { slug: "acme", notes: text } as never),
  getTenantTools: (actor, slug) => getTenantTools(actor, { slug }),
  listUsers: (actor, search) => listUsers(actor, { search } as never),
};

/** Of these, what is no id may have been typed into the address bar: it leads nowhere. */
const ids = { getClient, getReport };

test.each(Object.entries(services))("%s refuses text that no column can hold", async (name, ask) => {
  const actor = actorOf(await buildUser({ role: "owner" }));
  for (const text of ["a\0b", "\0", "\ud800", "a\udfff"]) {
    const code = expect.stringMatching(name in ids ? /^NOT_FOUND$/ : /^INVALID$/);
    await expect(ask(actor, text)).rejects.toMatchObject({ code });
  }
});
