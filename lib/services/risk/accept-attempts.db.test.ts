import { afterAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probes.ts";
import { type AttemptEnding, writeVerdictString } from "#lib/domain/probe/verdict-string.ts";
import { attemptFaultKey } from "#lib/domain/risk/accepted-attempts.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { getFleet } from "#lib/services/fleet/index.ts";
import { getProbeMap, getProbePair, getTenantAttempts } from "#lib/services/probe/index.ts";
import { createReport, getReport } from "#lib/services/report/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { acceptRisk, getTenantRisks, revokeAcceptance } from "./index.ts";

const probe = "files.workspace" satisfies ProbeId;
const reason = "Both are one client's, and they move apart next month.";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const operator = async () => actorOf(await buildUser());
const manager = async () => actorOf(await buildUser({ role: "account_manager" }));
type Built = { readonly host: { readonly id: string }; readonly tenants: readonly BuiltTenant[] };

afterAll(() => closeJobQueue());

/** A complete run in which everything was refused, except that `through` got through from these to the first tenant. */
async function run(
  { host, tenants }: Built,
  sources: readonly BuiltTenant[],
  through: AttemptEnding = "failed",
) {
  const now = new Date();
  const circumstances = { configHash: null, version: null, processStartedAt: null, pid: null };
  const made = await db.probeRun.create({
    data: {
      hostId: host.id,
      status: "done",
      neighbourhood: 1,
      probes: [...probeIds],
      circumstances: Object.fromEntries(tenants.map(({ slug }) => [slug, circumstances])),
      createdAt: now,
      finishedAt: now,
    },
  });
  const [target] = tenants;
  for (const source of tenants) {
    for (const other of tenants) {
      if (source === other) continue;
      const isThrough = other === target && sources.includes(source);
      const verdicts = new Map<ProbeId, AttemptEnding>(probeIds.map((id) => [id, "proven"]));
      if (isThrough) verdicts.set(probe, through);
      await db.probePair.create({
        data: {
          runId: made.id,
          source: source.slug,
          target: other.slug,
          verdict: isThrough ? "failed" : "proven",
          marks: writeVerdictString(probeIds, verdicts),
          attempts: [],
        },
      });
    }
  }
}

/** Tenants of one host; from all but the first the probe got through to the first. */
async function breached(count = 2): Promise<Built & { target: BuiltTenant; sources: BuiltTenant[] }> {
  const host = await buildHost();
  const tenants = [];
  for (let at = 0; at < count; at += 1) tenants.push(await buildTenant({ hostId: host.id }));
  const [target, ...sources] = tenants;
  if (target === undefined) throw new Error("There is at least one tenant.");
  await run({ host, tenants }, sources);
  return { host, tenants, target, sources };
}

async function accept(target: BuiltTenant, sources: readonly BuiltTenant[], changes: object = {}) {
  return acceptRisk(await operator(), {
    slug: target.slug,
    subject: { kind: "attempt", id: probe },
    faults: sources.map(({ slug }) => attemptFaultKey(slug)),
    reason,
    expiresOn: inDays(30),
    ...changes,
  });
}

const cellOf = async ({ host }: Pick<Built, "host">, source: BuiltTenant, target: BuiltTenant) => {
  const { cells } = await getProbeMap(await manager(), { hostId: host.id });
  return cells.find((cell) => cell.source === source.slug && cell.target === target.slug);
};
const verdictOf = async (built: Pick<Built, "host">, source: BuiltTenant, target: BuiltTenant) =>
  (await cellOf(built, source, target))?.verdict;
const attemptOf = async (source: BuiltTenant, target: BuiltTenant) => {
  const pair = await getProbePair(await manager(), { from: source.slug, to: target.slug });
  return pair.attempts.find((attempt) => attempt.probe === probe);
};

describe("an attempt that got through", () => {
  it("is accepted by name until a day, everywhere it is shown, and never as proven", async () => {
    const { host, target, sources } = await breached();
    const [source] = sources;
    if (source === undefined) throw new Error("There is a source.");
    const user = await buildUser();
    await accept(target, sources, { ownerId: user.id });

    expect(await cellOf({ host }, source, target)).toMatchObject({
      verdict: "accepted",
      counts: { failed: 0, accepted: 1, proven: probeIds.length - 1 },
    });
    expect(await attemptOf(source, target)).toMatchObject({
      verdict: "accepted",
      openSources: [],
      acceptances: [{ state: "valid", reason, ownerName: user.name, sources: [source.slug] }],
    });
    const { risks } = await getProbeMap(await manager(), { hostId: host.id });
    expect(risks).toMatchObject([{ probe, pairs: 0, accepted: 1 }]);
    expect(await getTenantAttempts(await manager(), { slug: target.slug })).toMatchObject({
      against: { verdict: "accepted" },
      from: { verdict: "proven" },
      trouble: [{ source: source.slug, failed: 0, accepted: 1 }],
    });
    const fleet = await getFleet(await manager(), { hostId: host.id });
    expect(fleet.hosts[0]?.attempts).toMatchObject([
      { verdict: "accepted", failed: 0, accepted: 1, breach: { from: source.slug, to: target.slug } },
    ]);
    const { accepted } = await getTenantRisks(await manager(), { slug: target.slug });
    expect(accepted).toMatchObject([
      { kind: "attempt", subject: probe, verdict: "accepted", acceptance: { state: "valid" } },
    ]);
    expect((await getTenantRisks(await manager(), { slug: source.slug })).accepted).toEqual([]);
    const { id } = await createReport(await manager(), { slug: target.slug });
    expect((await getReport(await manager(), { id })).attempts).toMatchObject({
      reached: 0,
      accepted: 1,
      acceptedRisks: [{ probe, tenants: 1, until: inDays(30) }],
    });
    const activity = await db.activity.findFirst({ where: { tenantId: target.id, action: "risk.accept" } });
    expect(activity?.details).toMatchObject({ subject: probe, reason, faults: [`from ${source.slug}`] });
  });

  it("is accepted for the tenant that it got through to, and for no other", async () => {
    const { target, sources } = await breached(3);
    const [source, bystander] = sources;
    if (source === undefined || bystander === undefined) throw new Error("There are two sources.");
    await expect(accept(bystander, [source])).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(accept(source, [bystander])).rejects.toMatchObject({ code: "CONFLICT" });
    await accept(target, [source]);
    expect(await attemptOf(source, target)).toMatchObject({ verdict: "accepted" });
    expect(await attemptOf(bystander, target)).toMatchObject({ verdict: "failed" });
  });

  it("stays accepted when it gets through again, and comes back as failed when another one does", async () => {
    const built = await breached();
    const { target, sources } = built;
    const [source] = sources;
    if (source === undefined) throw new Error("There is a source.");
    await accept(target, sources);
    await run(built, sources);
    expect(await verdictOf(built, source, target)).toBe("accepted");
    const newcomer = await buildTenant({ hostId: built.host.id });
    const grown = { host: built.host, tenants: [...built.tenants, newcomer] };
    await run(grown, [source, newcomer]);
    expect(await verdictOf(grown, source, target)).toBe("accepted");
    expect(await verdictOf(grown, newcomer, target)).toBe("failed");
    expect((await attemptOf(newcomer, target))?.openSources).toEqual([newcomer.slug]);
  });

  it("can be accepted from one tenant, and from all that it got through from in one go", async () => {
    const built = await breached(4);
    const { target, sources } = built;
    const [one, ...others] = sources;
    if (one === undefined) throw new Error("There is a source.");
    await accept(target, [one]);
    expect(await verdictOf(built, one, target)).toBe("accepted");
    for (const other of others) expect(await verdictOf(built, other, target)).toBe("failed");
    const open = (await attemptOf(one, target))?.openSources ?? [];
    expect([...open].sort()).toEqual(others.map(({ slug }) => slug).sort());
    await accept(target, others, { reason: "These are test tenants and go on Friday." });
    for (const source of sources) expect(await verdictOf(built, source, target)).toBe("accepted");
    expect((await attemptOf(one, target))?.acceptances).toMatchObject([{ reason }]);
    const { accepted } = await getTenantRisks(await manager(), { slug: target.slug });
    expect(accepted).toHaveLength(2);
  });

  it("is failed again once its last day has passed, and can be accepted anew", async () => {
    const built = await breached();
    const { target, sources } = built;
    const [source] = sources;
    if (source === undefined) throw new Error("There is a source.");
    const { id } = await accept(target, sources);
    await db.riskAcceptance.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await attemptOf(source, target)).toMatchObject({
      verdict: "failed",
      acceptances: [{ state: "expired" }],
    });
    const { accepted } = await getTenantRisks(await manager(), { slug: target.slug });
    expect(accepted).toMatchObject([{ verdict: "failed", acceptance: { state: "expired" } }]);
    await accept(target, sources);
    expect((await attemptOf(source, target))?.acceptances).toMatchObject([{ state: "valid" }]);
  });

  it("is failed again as soon as it is revoked", async () => {
    const built = await breached();
    const { target, sources } = built;
    const [source] = sources;
    if (source === undefined) throw new Error("There is a source.");
    const { id } = await accept(target, sources);
    const foreign = { slug: source.slug, acceptanceId: id };
    await expect(revokeAcceptance(await operator(), foreign)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await revokeAcceptance(await operator(), { slug: target.slug, acceptanceId: id });
    expect(await verdictOf(built, source, target)).toBe("failed");
  });

  it("stays accepted once the run counts no longer, and is idle once it is refused", async () => {
    const built = await breached();
    const { host, target, sources } = built;
    const [source] = sources;
    if (source === undefined) throw new Error("There is a source.");
    await accept(target, sources);
    await db.host.update({ where: { id: host.id }, data: { neighbourhood: { increment: 1 } } });
    expect(await attemptOf(source, target)).toMatchObject({ verdict: "accepted" });
    await db.host.update({ where: { id: host.id }, data: { neighbourhood: 1 } });
    await run(built, sources, "proven");
    expect(await attemptOf(source, target)).toMatchObject({
      verdict: "proven",
      acceptances: [{ state: "idle" }],
    });
  });
});

describe("accepting an attempt", () => {
  it("is a conflict when it was refused or is accepted already, and none when it was not tried since", async () => {
    const { host, target, sources } = await breached(3);
    const conflict = { code: "CONFLICT" };
    await expect(
      accept(target, sources, { subject: { kind: "attempt", id: "files.logs" } }),
    ).rejects.toMatchObject(conflict);
    await expect(accept(target, sources, { faults: [attemptFaultKey("nobody-here")] })).rejects.toMatchObject(
      conflict,
    );
    await accept(target, sources.slice(0, 1));
    await expect(accept(target, sources)).rejects.toMatchObject(conflict);
    await db.host.update({ where: { id: host.id }, data: { neighbourhood: { increment: 1 } } });
    expect(await accept(target, sources.slice(1))).toMatchObject({ state: "valid" });
  });

  it("lets one of two who accept at once do it", async () => {
    const { target, sources } = await breached();
    const results = await Promise.allSettled([accept(target, sources), accept(target, sources)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it.each([
    ["a day that has passed", { expiresOn: "2026-01-01" }, "expiresOn"],
    ["more than a year", { expiresOn: inDays(400) }, "expiresOn"],
    ["no reason to speak of", { reason: "because" }, "reason"],
    ["a probe that there is not", { subject: { kind: "attempt", id: "files.soul" } }, "subject.id"],
  ])("refuses %s", async (_, changes, field) => {
    const { target, sources } = await breached();
    const refusal = await accept(target, sources, changes).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "INVALID", fields: { [field]: expect.any(String) } });
  });

  it("refuses an account manager and an unknown tenant", async () => {
    const { target, sources } = await breached();
    const input = {
      slug: target.slug,
      subject: { kind: "attempt", id: probe },
      faults: sources.map(({ slug }) => attemptFaultKey(slug)),
      reason,
      expiresOn: inDays(1),
    } as const;
    await expect(acceptRisk(await manager(), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(acceptRisk(await operator(), { ...input, slug: "nobody-here" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
