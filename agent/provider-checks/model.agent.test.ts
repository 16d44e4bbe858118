import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRealAgent, type RealAgent } from "#agent/fixtures/real-agent.ts";
import type { RealHost } from "#agent/fixtures/real-host.ts";
import { type StandInModel, startRedirect, startStandInModel } from "#agent/fixtures/stand-in-model.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";
import { providerPresets } from "#lib/domain/model/provider-preset.ts";

const signal = new AbortController().signal;
const key = `sk-${randomBytes(24).toString("hex")}`;
const reply = "The practice opens at nine.";
let host: RealHost;
let tenant: TenantRecord;
let handlers: RealAgent["handlers"];
let provider: StandInModel;

beforeAll(async () => {
  provider = await startStandInModel(key, reply);
  ({ host, handlers, tenant } = await createRealAgent());
});
afterAll(async () => {
  await host.dispose();
  await provider.close();
});

const model = (): ModelSetting => ({
  provider: "acme",
  api: "openai-completions",
  baseUrl: provider.baseUrl,
  models: ["small"],
  isDefault: true,
  hasKey: true,
});

function orderFor(models: ModelSetting[]) {
  const { slug, rung, basePort, runtimeVersion, hasPowerfulTools, generation } = tenant;
  const boundary = { slug, rung, basePort, runtimeVersion, hasPowerfulTools };
  return { spec: { ...boundary, models, hasOpenAiApi: true }, operationId: randomUUID(), generation };
}
const configure = (models: ModelSetting[]) => handlers.configure(orderFor(models), () => undefined, signal);
const provision = (models: ModelSetting[]) => handlers.provision(orderFor(models), () => undefined, signal);

const check = (more: { apiKey?: string; baseUrl?: string | undefined }) =>
  handlers["model.check"](
    { slug: tenant.slug, provider: "acme", api: "openai-completions", baseUrl: provider.baseUrl, ...more },
    signal,
  );

test("says whether a provider takes a key, as the tenant's own Gateway would ask it", async () => {
  expect(await check({ apiKey: key })).toEqual({ state: "accepted", models: ["small"] });
  const refused = await check({ apiKey: "sk-another" });
  expect(refused.state).toBe("refused");
  expect(JSON.stringify(refused)).not.toContain("sk-another");
});

test("says that a key isn't verified where nothing can be asked, and why", async () => {
  const nowhere = await check({ apiKey: key, baseUrl: "https://models.invalid/v1" });
  expect(nowhere).toMatchObject({ state: "not-verified", reason: expect.stringContaining("boundary") });
  const closed = await check({ apiKey: key, baseUrl: "http://127.0.0.1:9/v1" });
  expect(closed).toMatchObject({ state: "not-verified" });
  expect(JSON.stringify([nowhere, closed])).not.toContain(key);
});

test("checks the key that lies on the host without its being entered again, at its own address alone", async () => {
  const listener = await startStandInModel("another", reply);
  const refused = { detail: { code: "CONFIG_REFUSED" } };
  await handlers["secrets.set"](
    { slug: tenant.slug, changeId: randomUUID(), name: "/models/acme", value: key },
    signal,
  );
  await expect(check({})).rejects.toMatchObject(refused);
  await configure([model()]);
  expect((await check({})).state).toBe("accepted");
  // The same address in other letters is the same; anything else of it is not.
  expect((await check({ baseUrl: `${provider.baseUrl.replace("http:", "HTTP:")}/` })).state).toBe("accepted");
  for (const baseUrl of [listener.baseUrl, `${provider.baseUrl}/more`, undefined]) {
    await expect(check({ baseUrl })).rejects.toMatchObject(refused);
  }
  expect(listener.requests()).toBe(0);
  await listener.close();
});

test("a configuration that would send the key elsewhere is refused until the key is entered again", async () => {
  const elsewhere = { ...model(), baseUrl: "https://models.example.test/v1" };
  const refused = { detail: { code: "CONFIG_REFUSED", message: expect.stringContaining(provider.baseUrl) } };
  await expect(configure([elsewhere])).rejects.toMatchObject(refused);
  // Nor by way of a time without it, or of provisioning again.
  await configure([]);
  await expect(configure([elsewhere])).rejects.toMatchObject(refused);
  await configure([{ ...elsewhere, hasKey: false }]);
  await expect(configure([elsewhere])).rejects.toMatchObject(refused);
  await expect(provision([elsewhere])).rejects.toMatchObject(refused);
  await configure([model()]);
  const changeId = randomUUID();
  const again = { slug: tenant.slug, changeId, name: "/models/acme", value: key, address: elsewhere.baseUrl };
  // A running Gateway would send it to the address that it still has.
  expect((await handlers["secrets.set"](again, signal)).reload.state).toBe("failed");
  await configure([elsewhere]);
  await expect(configure([model()])).rejects.toMatchObject({ detail: { code: "CONFIG_REFUSED" } });
  await handlers["secrets.set"](
    { slug: tenant.slug, changeId: randomUUID(), name: "/models/acme", value: key },
    signal,
  );
  await configure([model()]);
});

test("a provider that sends the request on gets no key to where it sends it", async () => {
  const listener = await startStandInModel("another", reply);
  const sender = await startRedirect(`${listener.baseUrl}/models`);
  const answer = await check({ apiKey: key, baseUrl: sender.baseUrl });
  expect(answer).toMatchObject({ state: "not-verified", reason: expect.stringContaining("307") });
  expect(listener.requests()).toBe(0);
  await Promise.all([listener.close(), sender.close()]);
});

test("has the addresses of providers that the pinned OpenClaw has, and OpenClaw accepts each", async () => {
  const extensions = path.join(
    host.context.paths.runtimeStore,
    tenant.runtimeVersion,
    "node_modules/openclaw/dist/extensions",
  );
  for (const [id, { baseUrl, api }] of Object.entries(providerPresets)) {
    const manifest = JSON.parse(await readFile(path.join(extensions, id, "openclaw.plugin.json"), "utf8"));
    const known = manifest.modelCatalog?.providers?.[id];
    // OpenRouter's is in its program instead of its manifest.
    if (known === undefined) {
      const program = await import(path.join(extensions, id, "provider-defaults.js"));
      expect(Object.values(program)).toContain(baseUrl);
    } else expect([known.baseUrl, known.api ?? api]).toEqual([baseUrl, api]);
  }
  const models = Object.entries(providerPresets).map(([id, { api, baseUrl }]) => ({
    ...{ provider: id, api, baseUrl, models: ["a-model"] },
    ...{ isDefault: id === "openai", hasKey: true },
  }));
  expect(await handlers["config.check"]({ slug: tenant.slug, models }, signal)).toEqual({ issues: [] });
});

test("a model that is configured here answers through the tenant's running Gateway", async () => {
  const { slug, basePort, generation } = tenant;
  await configure([model()]);
  const order = { slug, operationId: randomUUID(), generation };
  await handlers.start(order, () => undefined, signal);
  const { secretsFile } = tenantLayout(host.context.paths, slug);
  const { gateway } = JSON.parse(await readFile(secretsFile, "utf8"));
  const response = await fetch(`http://127.0.0.1:${basePort}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.token}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "openclaw", messages: [{ role: "user", content: "When do you open?" }] }),
  });
  const body = await response.text();
  expect(body).toContain(reply);
  expect(response.status).toBe(200);
  expect(provider.turns()).toBeGreaterThan(0);
});
