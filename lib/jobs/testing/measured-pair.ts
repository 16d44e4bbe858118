import { db } from "#lib/db/db.ts";
import { blankView } from "#lib/domain/mistakes/testing/blank-view.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import { createLogger } from "#lib/log/logger.ts";
import { requestAudit } from "#lib/services/audit/index.ts";
import { runAudit } from "#lib/services/audit/run-audit.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { buildEvidence, builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { queueDueProbeRuns } from "#lib/services/probe/queue-due-runs.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { observationOf, startStandInAgent } from "./stand-in-agent.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const minuteMs = 60_000;

/** Two tenants that run on one host. */
export type Pair = {
  readonly host: { readonly id: string };
  readonly tenant: BuiltTenant;
  readonly neighbour: BuiltTenant;
};

/** Two tenants of a host, provisioned long ago, of which everything was measured a minute ago. */
export async function measuredPair(): Promise<Pair> {
  const pair = await runningPair();
  await measurePair(pair);
  return pair;
}

/** The same before anything was measured. */
export async function runningPair(): Promise<Pair> {
  const host = await buildHost();
  const build = async () => {
    const tenant = await buildTenant({ hostId: host.id });
    const finishedAt = new Date(Date.now() - 60 * minuteMs);
    await buildOperation(tenant.id, { kind: "provision", status: "done", finishedAt });
    const startedAt = new Date(Date.now() - 10 * minuteMs).toISOString();
    const observed = observationOf(tenant.slug, { configHash: builtConfigHash, startedAt });
    await db.gateway.update({
      where: { tenantId: tenant.id },
      data: {
        observed,
        observedPhase: observed.phase,
        observedHash: observed.configHash,
        observedVersion: observed.version,
        processChangedAt: startedAt,
      },
    });
    return tenant;
  };
  return { host, tenant: await build(), neighbour: await build() };
}

/** Has everything of both measured, and found well. No other agent may stand in meanwhile. */
export async function measurePair(pair: Pair): Promise<void> {
  const tenants = [pair.tenant, pair.neighbour];
  const at = new Date().toISOString();
  const agent = await startStandInAgent({
    evidence: async () => ({ at, accounts: [], tenants: tenants.map(wellKept) }),
    audit: async () => ({
      summary: { critical: 0, warn: 0, info: 0 },
      findings: [],
      suppressed: [],
      secretDiagnostics: [],
      version: "2026.9.6",
      configHash: builtConfigHash,
      durationMs: 1,
      at,
    }),
  });
  const actor = actorOf(await buildUser());
  const check = await requestHostCheck(actor, { hostId: pair.host.id });
  await runHostCheck(check.id, log, never);
  for (const { slug } of tenants) await runAudit((await requestAudit(actor, { slug })).id, log, never);
  await agent.close();
  await tryPair(pair);
}

function wellKept({ slug, portBlock: { base } }: BuiltTenant) {
  return buildEvidence(slug, {}, { ...blankView(slug), ports: { base, reserved: base, pinned: [] } });
}

async function tryPair({ host, tenant, neighbour }: Pair): Promise<void> {
  const { neighbourhood } = await db.host.findUniqueOrThrow({ where: { id: host.id } });
  const gateways = await db.gateway.findMany({
    where: { tenantId: { in: [tenant.id, neighbour.id] } },
    include: { tenant: true },
  });
  const circumstances = gateways.map(({ tenant: { slug }, observed, observedHash, observedVersion }) => {
    const { startedAt, pid } = observed as { startedAt: string; pid: number };
    const process = { processStartedAt: startedAt, pid };
    return [slug, { configHash: observedHash, version: observedVersion, ...process }];
  });
  const slugs = [tenant.slug, neighbour.slug];
  const at = new Date(Date.now() - minuteMs);
  await db.probeRun.create({
    data: {
      ...{ hostId: host.id, status: "done", neighbourhood, createdAt: at, startedAt: at, finishedAt: at },
      circumstances: Object.fromEntries(circumstances),
      probes: [...probeIds],
      pairs: {
        create: slugs.flatMap((source) =>
          slugs
            .filter((target) => target !== source)
            .map((target) => ({
              ...{ source, target, verdict: "proven" as const, attempts: [] },
              marks: "p".repeat(probeIds.length),
            })),
        ),
      },
    },
  });
}

/** What of a host or its tenants is going to be measured, once it has been quiet there. */
export async function comingOn(host: { readonly id: string }): Promise<string[]> {
  const later = new Date(Date.now() + 6 * minuteMs);
  const heardAt = (lastSeenAt: Date) => db.host.update({ where: { id: host.id }, data: { lastSeenAt } });
  await heardAt(later);
  await queueDueProbeRuns(log, later);
  await heardAt(new Date());
  const waiting = { status: "queued" } as const;
  const [checks, runs] = await Promise.all([
    db.hostCheck.count({ where: { hostId: host.id, ...waiting } }),
    db.probeRun.count({ where: { hostId: host.id, ...waiting } }),
  ]);
  return [...(checks > 0 ? ["check"] : []), ...(runs > 0 ? ["attempts"] : [])];
}
