import { chown, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { hostEvidenceSchema, type TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import type { TestHost, TestTenant } from "../testing/build-host.ts";
import { buildPair } from "../testing/build-pair.ts";

const isRoot = process.getuid?.() === 0;
const v = (name: string) => `\${${name}}`;

describe.skipIf(!isRoot)("tenants are judged by what their Gateways resolve (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  beforeEach(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
  });
  afterEach(() => host.remove());

  async function put(tenant: TestTenant, file: string, text: string) {
    await writeFile(file, text);
    await chown(file, tenant.record.uid, tenant.record.gid);
  }
  const dotenv = (tenant: TestTenant, text: string) =>
    put(tenant, path.join(tenant.layout.state, ".env"), text);
  const beside = (tenant: TestTenant, name: string, text: string) =>
    put(tenant, path.join(tenant.layout.config, name), text);
  const change = (tenant: TestTenant, changes: object) =>
    host.writeConfig(tenant, { ...tenant.config, ...changes });

  async function look(): Promise<readonly TenantEvidence[]> {
    return hostEvidenceSchema.parse(await host.evidence()).tenants;
  }
  async function outcomes(of: TestTenant) {
    const seen = (await look()).map(({ slug, configuration = null }) => ({ slug, configuration }));
    return applyRules(seen).filter(({ slug }) => slug === of.record.slug);
  }
  async function found(of: TestTenant): Promise<MistakeId[]> {
    return (await outcomes(of)).filter(({ state }) => state === "found").map(({ ruleId }) => ruleId);
  }
  async function itemOf(of: TestTenant, item: string) {
    const evidence = (await look()).find(({ slug }) => slug === of.record.slug);
    return evidence?.items.find((each) => each.item === item);
  }

  test("a key within a text is compared by what it becomes, and is no plain secret", async () => {
    const keyed = {
      models: {
        providers: {
          proxy: {
            baseUrl: "https://llm.example.test",
            headers: { Authorization: `Bearer ${v("LLM")}` },
            models: [],
          },
        },
      },
      mcp: {
        servers: {
          crm: { url: "https://crm.example.test", headers: { Authorization: `Bearer ${v("CRM")}` } },
        },
      },
    };
    for (const tenant of [acme, beta]) {
      await change(tenant, keyed);
      const { slug } = tenant.record;
      await dotenv(tenant, `LLM=llm-of-${slug}-0123456789\nCRM=crm-of-${slug}-0123456789\n`);
    }
    expect(await found(acme)).toEqual([]);
    await dotenv(
      beta,
      `LLM=llm-of-${acme.record.slug}-0123456789\nCRM=crm-of-${acme.record.slug}-0123456789\n`,
    );
    expect(await found(acme)).toEqual(["shared-openai-key", "shared-service-key"]);
  });

  test("a key in a header is the same key by itself", async () => {
    const key = "one-key-for-both-0123456789";
    await change(acme, {
      mcp: { servers: { crm: { url: "https://x", headers: { Authorization: `Bearer ${v("K")}` } } } },
    });
    await dotenv(acme, `K=${key}\n`);
    await change(beta, {
      skills: { entries: { notion: { apiKey: { source: "file", provider: "bulkhead", id: "/n" } } } },
    });
    await host.writeSecrets(beta, { gateway: { token: "token-of-beta-0123456789" }, n: key });
    expect(await found(beta)).toEqual(["shared-service-key"]);
  });

  test("a secret's short form is a variable", async () => {
    for (const tenant of [acme, beta]) {
      await change(tenant, {
        gateway: { ...(tenant.config.gateway as object), auth: { mode: "token", token: "$GW" } },
        channels: { telegram: { enabled: true, botToken: "$BOT" } },
        models: {
          providers: { openai: { baseUrl: "https://api.openai.com/v1", apiKey: "$LLM", models: [] } },
        },
      });
      const { slug, uid } = tenant.record;
      await dotenv(
        tenant,
        `GW=gw-${slug}-0123456789\nBOT=${uid}11111:AA-${slug}\nLLM=sk-${slug}-0123456789\n`,
      );
    }
    expect(await found(acme)).toEqual([]);
    await rm(path.join(acme.layout.state, ".env"));
    const reasons = (await outcomes(acme)).flatMap(({ ruleId, reason }) =>
      reason?.includes("GW") ? [ruleId] : [],
    );
    expect(reasons).toContain("shared-gateway-token");
  });

  test("policies from variables are what the variables say, and not measured where these are out of sight", async () => {
    const rules = ["group-allowlist-only-protection", "session-key-as-authorization"] as const;
    await change(acme, {
      channels: { telegram: { enabled: true, dmPolicy: v("DM"), groupPolicy: v("GROUP"), allowFrom: ["*"] } },
      session: { dmScope: v("SCOPE") },
      tools: { exec: { security: v("EXEC") } },
    });
    await dotenv(acme, "DM=open\nGROUP=open\nSCOPE=main\nEXEC=full\n");
    expect(await found(acme)).toEqual(expect.arrayContaining([...rules]));
    await dotenv(acme, "DM=disabled\nGROUP=disabled\nSCOPE=per-channel-peer\nEXEC=deny\n");
    expect(await found(acme)).toEqual([]);
    await dotenv(acme, "DM=disabled\nSCOPE=per-channel-peer\nEXEC=full\n");
    const blind = (await outcomes(acme)).filter(({ ruleId }) => rules.some((rule) => rule === ruleId));
    expect(blind.map(({ state, reason }) => [state, reason?.includes("GROUP")])).toEqual([
      ["not-measured", true],
      ["not-measured", true],
    ]);
    // What a variable of a channel hides is nothing to the neighbour, nor to other rules.
    expect((await outcomes(beta)).find(({ ruleId }) => ruleId === "overlapping-ports")?.state).toBe("clean");
  });

  test("a place that a variable names is where the variable leads, and not measured where that is out of sight", async () => {
    await change(acme, { agents: { defaults: { workspace: `${v("WORK")}/files` } } });
    await dotenv(acme, `WORK=${beta.layout.workspace}\n`);
    expect(await found(acme)).toContain("shared-directories");
    await dotenv(acme, "");
    expect(await itemOf(acme, "workspace")).toMatchObject({
      isMeasured: false,
      reason: expect.stringContaining("WORK"),
    });
    const blind = (await outcomes(acme)).find(({ ruleId }) => ruleId === "shared-directories");
    expect(blind).toMatchObject({ state: "not-measured", reason: expect.stringContaining("WORK") });
  });

  test("a port that a dotenv file sets is the one that is used", async () => {
    const { port } = beta.config.gateway as { port: number };
    await dotenv(acme, `OPENCLAW_GATEWAY_PORT=${port}\n`);
    expect(await found(acme)).toEqual(["overlapping-ports"]);
  });

  test("a secret that a variable puts where none belongs is not told, and what it hides is not measured", async () => {
    const secret = "hush-0123456789abcdef";
    await change(acme, {
      channels: {
        telegram: {
          enabled: true,
          botToken: v("MY_BOT"),
          dmPolicy: v("MY_BOT"),
          groupPolicy: `x${v("A_TOKEN")}`,
        },
      },
      agents: { defaults: { workspace: `~/${v("A_TOKEN")}` } },
      session: { dmScope: v("A_TOKEN") },
      browser: {
        enabled: true,
        profiles: { far: { cdpUrl: `wss://b.example.test/?token=${v("A_TOKEN")}` } },
      },
    });
    await dotenv(acme, `MY_BOT=4711:${secret}\nA_TOKEN=${secret}\n`);
    const evidence = await look();
    const text = JSON.stringify(evidence);
    for (let at = 0; at + 12 <= secret.length; at += 1) expect(text).not.toContain(secret.slice(at, at + 12));
    const view = evidence.find(({ slug }) => slug === acme.record.slug)?.configuration;
    expect(view?.gaps.flatMap(({ setting }) => setting ?? []).toSorted()).toEqual([
      "agents.defaults.workspace",
      "channels.telegram.dmPolicy",
      "channels.telegram.groupPolicy",
      "session.dmScope",
    ]);
    expect(view?.browser.profiles.map(({ endpoint }) => endpoint)).toContain("b.example.test:443");
    expect(await itemOf(acme, "workspace")).toMatchObject({ isMeasured: false });
  });

  test("groups that are open are guarded by no list of people for direct messages", async () => {
    const telegram = {
      enabled: true,
      dmPolicy: "allowlist",
      allowFrom: ["111111111"],
      groupPolicy: "open",
      groups: { "*": { requireMention: true } },
    };
    const open = { channels: { telegram }, tools: { exec: { security: "full" } } };
    await change(acme, open);
    expect(await found(acme)).toEqual(["group-allowlist-only-protection"]);
    await change(acme, { ...open, channels: { telegram: { ...telegram, groupPolicy: "allowlist" } } });
    expect(await found(acme)).toEqual([]);
  });

  test("topics of one group that lead to agents are routes like bindings", async () => {
    const topics = { "5": { agentId: "client_a" }, "9": { agentId: "client_b" } };
    await change(acme, {
      agents: { ownership: "explicit", entries: { main: {}, client_a: {}, client_b: {} } },
      channels: {
        telegram: {
          enabled: true,
          groupPolicy: "allowlist",
          groupAllowFrom: ["1"],
          groups: { "-1": { topics } },
        },
      },
    });
    expect(await found(acme)).toEqual(["one-gateway-many-clients", "session-key-as-authorization"]);
  });

  test("several agents behind the API are found to have nothing but a model's name between them", async () => {
    const http = { endpoints: { chatCompletions: { enabled: true } } };
    await change(acme, {
      agents: { ownership: "explicit", entries: { main: {}, other: {} } },
      gateway: { ...(acme.config.gateway as object), http },
    });
    expect(await found(acme)).toEqual(["model-name-as-boundary"]);
  });

  test("a file for each of 35 agents is read, in a list as well", async () => {
    const names = Array.from({ length: 35 }, (_, at) => `client${at}`);
    for (const [at, name] of names.entries())
      await beside(acme, `${name}.json5`, at === 7 ? "{workspace:'/srv/elsewhere'}" : "{}");
    const entries = Object.fromEntries(names.map((name) => [name, { $include: `./${name}.json5` }]));
    await change(acme, { agents: { ownership: "explicit", entries } });
    const seen = (await look()).find(({ slug }) => slug === acme.record.slug);
    expect(seen?.configuration?.agents).toHaveLength(35);
    expect(seen?.configuration?.agents[7]).toMatchObject({ id: "client7", workspace: "/srv/elsewhere" });
    expect(seen?.configuration?.gaps.filter(({ part }) => part === "configuration")).toEqual([]);
  });

  test("a circle of files is told with their names, and that no Gateway starts with it", async () => {
    await change(acme, { logging: { $include: "./loop.json5" } });
    await beside(acme, "loop.json5", '{x:{$include:"./openclaw.json"}}');
    const reason = (await itemOf(acme, "workspace"))?.reason;
    expect(reason).toContain("includes itself");
    expect(reason).toContain("openclaw.json → ");
    expect(reason).toContain("loop.json5");
    expect(reason).toContain("won't start");
    const told = (await outcomes(acme)).find(({ ruleId }) => ruleId === "overlapping-ports");
    expect(told).toMatchObject({ state: "not-measured", reason: expect.stringContaining("won't start") });
    expect((await itemOf(acme, "state-directory"))?.defects.map(({ id }) => id)).toContain(
      "state-directory.config-invalid",
    );
  });

  test("a configuration of 1.5 MB is read", async () => {
    const models = Array.from({ length: 9000 }, (_, at) => ({
      ...{ id: `m${at}`, name: `Model number ${at}`, contextWindow: 200_000, maxTokens: 64_000 },
      ...{ cost: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 }, input: ["text", "image"] },
    }));
    const apiKey = { source: "file", provider: "bulkhead", id: "/big" };
    await change(acme, {
      models: { providers: { big: { baseUrl: "https://x.example.test", apiKey, models } } },
    });
    await host.writeSecrets(acme, {
      gateway: { token: "token-of-acme-0123456789" },
      big: "sk-big-0123456789abcdef",
    });
    const item = await itemOf(acme, "model-credentials");
    expect(item).toMatchObject({ isMeasured: true });
    expect(item?.identities.map(({ label }) => label)).toContain("models.providers.big.apiKey");
    expect(await found(acme)).toEqual([]);
  });
});
