import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { botNumber } from "#lib/domain/channel/bot-number.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { blankView } from "#lib/domain/mistakes/testing/blank-view.ts";
import type { HostEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { standInSecrets } from "#lib/jobs/testing/stand-in-secrets.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { runHostCheck } from "#lib/services/check/run-host-check.ts";
import { buildEvidence, builtConfigHash } from "#lib/services/check/testing/build-evidence.ts";
import { acceptRisk, getTenantRisks, revokeAcceptance } from "#lib/services/risk/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { getCredentials, rotateCredential, saveChannel, saveModel } from "./index.ts";

const host = standInSecrets();
let evidence: HostEvidence = { at: new Date().toISOString(), accounts: [], tenants: [] };
let agent: Awaited<ReturnType<typeof startStandInAgent>>;

beforeAll(async () => {
  agent = await startStandInAgent({ ...host.handlers, evidence: async () => evidence });
});
afterAll(async () => {
  await agent.close();
  await closeJobQueue();
});

const stopped = { observedPhase: "stopped", observedHash: builtConfigHash, observedVersion: "2026.9.6" };
const operator = async () => actorOf(await buildUser());
const reason = "One contract with the provider covers both departments.";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function neighbours(count = 2): Promise<BuiltTenant[]> {
  const { id: hostId } = await buildHost();
  const tenants = [];
  for (let at = 0; at < count; at += 1) tenants.push(await buildTenant({ hostId, gateway: stopped }));
  return tenants;
}

/** Evidence of a tenant that has these secrets and is well otherwise. */
function evidenceOf({ slug }: BuiltTenant, secrets: { item: Item; value: string }[]): TenantEvidence {
  const view = blankView(slug);
  const identitiesOf = (item: Item) =>
    secrets
      .filter((secret) => secret.item === item)
      .map(({ value }) => ({
        kind: "fingerprint" as const,
        value: host.fingerprint(value),
        label: "its secret",
      }));
  return buildEvidence(
    slug,
    {
      "channel-credentials": { identities: identitiesOf("channel-credentials") },
      "model-credentials": { identities: identitiesOf("model-credentials") },
    },
    {
      ...view,
      secrets: [
        ...view.secrets,
        ...secrets.map(({ item, value }) => ({
          role: item === "channel-credentials" ? ("channel" as const) : ("model" as const),
          setting: "a setting",
          place: "file" as const,
          where: null,
          fingerprint: host.fingerprint(value),
        })),
      ],
      channels: secrets
        .filter(({ item }) => item === "channel-credentials")
        .map(({ value }) => ({
          kind: "telegram",
          account: "default",
          identity: botNumber("telegram", value),
          dmPolicy: "pairing",
          dmAllowed: 0,
          groupPolicy: "disabled",
          groups: 0,
          hasSenderList: true,
        })),
    },
  );
}

async function check({ hostId }: BuiltTenant, ...tenants: TenantEvidence[]): Promise<void> {
  evidence = { at: new Date().toISOString(), accounts: [], tenants };
  const { id } = await requestHostCheck(await operator(), { hostId });
  await runHostCheck(id, createLogger("test", "silent"), new AbortController().signal);
}

async function verdictsOf({ slug }: BuiltTenant, item: Item, rule: MistakeId) {
  const actor = await operator();
  const { items: list } = await getTenant(actor, { slug });
  const { mistakes } = await getTenantRisks(actor, { slug });
  return [
    list.find((one) => one.item === item)?.verdict,
    mistakes.find(({ ruleId }) => ruleId === rule)?.verdict,
  ];
}

const model = ({ slug }: BuiltTenant, apiKey: string, provider = "openai") => ({
  slug,
  setting: { provider, api: "openai-responses" as const, models: ["gpt-5.5"], isDefault: true },
  apiKey,
});
const newKey = () => `sk-${randomBytes(24).toString("hex")}`;
const keyRules = ["model-credentials", "shared-openai-key"] as const;

describe("a secret that is entered though another tenant has it", () => {
  it("is accepted on its tenant at the next check, and failed on the other until somebody accepts it there", async () => {
    const [one, two] = (await neighbours()) as [BuiltTenant, BuiltTenant];
    const [actor, owner, key] = [await operator(), await buildUser(), newKey()];
    await saveModel(actor, model(one, key));
    const terms = { reason, ownerId: owner.id, expiresOn: inDays(30) };
    await saveModel(actor, { ...model(two, key), acceptance: { ...terms, tenants: [one.slug] } });
    const { accepted } = await getTenantRisks(actor, { slug: two.slug });
    expect(accepted.map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual([
      "item model-credentials",
      "mistake shared-openai-key",
    ]);
    expect(accepted[0]?.acceptance).toMatchObject({ state: "idle", ownerName: owner.name, reason });

    const held = [{ item: "model-credentials" as const, value: key }];
    await check(one, evidenceOf(one, held), evidenceOf(two, held));
    expect(await verdictsOf(two, ...keyRules)).toEqual(["accepted", "accepted"]);
    expect(await verdictsOf(one, ...keyRules)).toEqual(["failed", "failed"]);
    const failed = (await getTenant(actor, { slug: one.slug })).items.find(
      ({ item }) => item === keyRules[0],
    );
    const subject = { kind: "item", id: keyRules[0] } as const;
    await acceptRisk(actor, { slug: one.slug, subject, faults: [...(failed?.faults ?? [])], ...terms });
    expect(await verdictsOf(one, ...keyRules)).toEqual(["accepted", "failed"]);
  });

  it("covers a bot's token with the bot's account, and nothing that another tenant shares later", async () => {
    const [one, two, three] = (await neighbours(3)) as [BuiltTenant, BuiltTenant, BuiltTenant];
    const [actor, token] = [await operator(), `123456789:${randomBytes(26).toString("base64url")}`];
    const telegram = { setting: { kind: "telegram" as const }, secrets: { botToken: token } };
    await saveChannel(actor, { slug: one.slug, ...telegram });
    const acceptance = { reason, tenants: [one.slug] };
    await saveChannel(actor, { slug: two.slug, ...telegram, acceptance });
    const held = [{ item: "channel-credentials" as const, value: token }];
    const rules = ["channel-credentials", "shared-channel-account"] as const;
    await check(one, evidenceOf(one, held), evidenceOf(two, held), evidenceOf(three, []));
    expect(await verdictsOf(two, ...rules)).toEqual(["accepted", "accepted"]);
    await check(one, evidenceOf(one, held), evidenceOf(two, held), evidenceOf(three, held));
    expect(await verdictsOf(two, ...rules)).toEqual(["failed", "failed"]);
  });

  it("is a conflict when others have it than were on screen, and nothing is kept", async () => {
    const [one, two, three] = (await neighbours(3)) as [BuiltTenant, BuiltTenant, BuiltTenant];
    const [actor, key] = [await operator(), newKey()];
    await saveModel(actor, model(one, key));
    const seen = { reason, tenants: [one.slug] };
    await saveModel(actor, { ...model(two, key), acceptance: seen });
    const refusal = await saveModel(actor, { ...model(three, key), acceptance: seen }).catch(
      (error) => error,
    );
    const both = [one.slug, two.slug].sort().join(" ");
    expect(refusal).toMatchObject({ code: "CONFLICT", fields: { "acceptance.tenants": both } });
    expect(await db.riskAcceptance.count({ where: { tenantId: three.id } })).toBe(0);
    expect(host.stored.has(`${three.slug}/models/openai`)).toBe(false);
    await expect(
      saveModel(actor, { ...model(three, key), acceptance: { ...seen, tenants: [] } }),
    ).rejects.toThrow("already use");
  });

  it("keeps apart what two people accepted of one item", async () => {
    const [one, two] = (await neighbours()) as [BuiltTenant, BuiltTenant];
    const [actor, first, second] = [await operator(), newKey(), newKey()];
    const done = () =>
      db.operation.updateMany({ where: { tenantId: { in: [one.id, two.id] } }, data: { status: "done" } });
    for (const [key, provider, why] of [
      [first, "openai", reason],
      [second, "other", "The second contract covers both as well."],
    ] as const) {
      await saveModel(actor, model(one, key, provider));
      const acceptance = { reason: why, tenants: [one.slug] };
      await saveModel(await operator(), { ...model(two, key, provider), acceptance });
      await done();
    }
    const held = [first, second].map((value) => ({ item: "model-credentials" as const, value }));
    await check(one, evidenceOf(one, held), evidenceOf(two, held));
    expect(await verdictsOf(two, ...keyRules)).toEqual(["accepted", "accepted"]);
    const { accepted } = await getTenantRisks(actor, { slug: two.slug });
    expect(accepted).toHaveLength(4);
    const ofFirst = accepted.find(({ kind, acceptance }) => kind === "item" && acceptance.reason === reason);
    await revokeAcceptance(actor, { slug: two.slug, acceptanceId: ofFirst?.acceptance.id ?? "" });
    expect(await verdictsOf(two, ...keyRules)).toEqual(["failed", "accepted"]);
    const { models } = await getCredentials(actor, { slug: two.slug });
    expect(models.map(({ credential }) => credential?.acceptedReason ?? null)).toEqual([
      null,
      "The second contract covers both as well.",
    ]);
  });

  it("lasts a year unless somebody says otherwise, and is failed again afterwards", async () => {
    const [one, two] = (await neighbours()) as [BuiltTenant, BuiltTenant];
    const [actor, key] = [await operator(), newKey()];
    await saveModel(actor, model(one, key));
    await saveModel(actor, { ...model(two, key), acceptance: { reason, tenants: [one.slug] } });
    const { accepted } = await getTenantRisks(actor, { slug: two.slug });
    expect(accepted[0]?.acceptance).toMatchObject({
      ownerName: actor.name,
      expiresAt: `${inDays(366)}T00:00:00.000Z`,
    });
    const held = [{ item: "model-credentials" as const, value: key }];
    await check(one, evidenceOf(one, held), evidenceOf(two, held));
    const past = { expiresAt: new Date(Date.now() - 1) };
    await db.riskAcceptance.updateMany({ where: { tenantId: two.id }, data: past });
    expect(await verdictsOf(two, ...keyRules)).toEqual(["failed", "failed"]);
    const { models } = await getCredentials(actor, { slug: two.slug });
    expect(models[0]?.credential?.acceptedReason).toBeNull();
  });

  it("is accepted in the same way when it takes the place of another", async () => {
    const [one, two] = (await neighbours()) as [BuiltTenant, BuiltTenant];
    const [actor, key] = [await operator(), newKey()];
    await saveModel(actor, model(one, key));
    await saveModel(actor, model(two, newKey()));
    const rotation = { slug: two.slug, pointer: "/models/openai", value: key };
    await expect(rotateCredential(actor, rotation)).rejects.toMatchObject({ code: "CONFLICT" });
    const acceptance = { reason, tenants: [one.slug] };
    const { credential } = await rotateCredential(actor, { ...rotation, acceptance });
    expect(credential.acceptedReason).toBe(reason);
  });

  it("is not accepted by an account manager, for a past day or without a reason to speak of", async () => {
    const [one, two] = (await neighbours()) as [BuiltTenant, BuiltTenant];
    const [actor, key] = [await operator(), newKey()];
    await saveModel(actor, model(one, key));
    const input = { ...model(two, key), acceptance: { reason, tenants: [one.slug] } };
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(saveModel(manager, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const refused = async (changes: object) =>
      saveModel(actor, { ...input, acceptance: { ...input.acceptance, ...changes } }).catch((error) => error);
    expect(await refused({ expiresOn: "2026-01-01" })).toMatchObject({
      fields: { "acceptance.expiresOn": expect.any(String) },
    });
    expect(await refused({ reason: "because" })).toMatchObject({
      fields: { "acceptance.reason": expect.any(String) },
    });
    expect(await db.riskAcceptance.count({ where: { tenantId: two.id } })).toBe(0);
  });
});
