import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeDrift } from "#agent/drift/read-drift.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { adoptConfig } from "#agent/provision/adopt-config.ts";
import { configureTenant } from "#agent/provision/configure-tenant.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { compareTools } from "#lib/domain/tool-policy/compare-tools.ts";
import { rulesOf, type ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { readPolicy } from "./read-policy.ts";

const custom: ToolPolicy = {
  preset: "custom",
  allow: ["group:sessions", "read"],
  deny: ["sessions_spawn"],
  commands: "deny",
};
const plainToken = "123456789:AAE-hand-made-token-that-must-not-show";

let host: RealHost;
let slug: Slug;
let generation = 1;
const signal = new AbortController().signal;
const tenant = (): TenantRecord => host.registry.require(slug);

beforeAll(async () => {
  host = await createRealHost();
  slug = slugSchema.parse("policed");
  await host.provision(slug);
  await host.supervisor.start(slug, generation, () => {}, signal);
});
afterAll(() => host.dispose());

type Changes = { toolPolicy?: ToolPolicy; hasOpenAiApi?: boolean };

/** Does what the verb does; answers with its steps. */
async function configure(changes: Changes): Promise<{ applied: string; steps: Step[] }> {
  generation += 1;
  const { rung, basePort, runtimeVersion, hasPowerfulTools } = tenant();
  const spec = { slug, rung, basePort, runtimeVersion, hasPowerfulTools, ...changes };
  const steps: Step[] = [];
  const order = { spec, generation };
  const applied = await host.locks.run(slug, () =>
    configureTenant(host.context, host.registry, order, (step) => steps.push(step), signal),
  );
  return { applied, steps };
}

async function edit(change: (config: Record<string, unknown>) => void): Promise<void> {
  const config = JSON.parse(await readFile(configFile(), "utf8")) as Record<string, unknown>;
  change(config);
  await writeFile(configFile(), `// edited by hand\n${JSON.stringify(config, null, 2)}\n`);
}

function configFile(): string {
  return tenantLayout(host.context.paths, slug).configFile;
}

async function invoke(tool: string): Promise<number> {
  const { secretsFile } = tenantLayout(host.context.paths, slug);
  const { gateway } = JSON.parse(await readFile(secretsFile, "utf8")) as { gateway: { token: string } };
  const response = await fetch(`http://127.0.0.1:${tenant().basePort}/tools/invoke`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.token}`, "content-type": "application/json" },
    body: JSON.stringify({ tool }),
  });
  return response.status;
}

describe("a running Gateway's own view of its tools", () => {
  it.each<[string, ToolPolicy, readonly string[], readonly string[]]>([
    [
      "customer support",
      { preset: "customer-support" },
      ["message", "read", "ls"],
      ["exec", "write", "web_fetch"],
    ],
    [
      "internal operator",
      { preset: "internal-operator" },
      ["exec", "write", "read"],
      ["web_fetch", "sessions_list"],
    ],
    ["research", { preset: "research" }, ["web_search", "web_fetch"], ["read", "exec", "sessions_list"]],
    ["custom", custom, ["sessions_list", "read"], ["sessions_spawn", "message", "exec"]],
  ])("keeps what %s promises, and refuses a tool outside it", async (_name, toolPolicy, has, hasNot) => {
    const { applied } = await configure({ toolPolicy });
    expect(["hot", "restarted", "unchanged"]).toContain(applied);
    const reading = await readPolicy(host.context, tenant());
    if (reading.status !== "read") throw new Error(reading.reason);
    const tools = reading.tools.map(({ id }) => id);
    expect(tools).toEqual(expect.arrayContaining([...has]));
    for (const tool of hasNot) expect(tools).not.toContain(tool);
    for (const tool of hasNot) expect(tools).not.toContain(tool);
    const effective = { ...reading, tools };
    expect(
      compareTools(toolPolicy, { hasOpenAiApi: false, canSandbox: reading.canSandbox }, effective),
    ).toEqual([]);
    expect(reading.tried).toMatchObject({ status: 404, controlStatus: 200, outcome: "refused" });
    expect(rulesOf(toolPolicy).allow).not.toContain(reading.tried?.tool);
  });

  it("shows a tool that was let in by hand, and answers for it", async () => {
    await configure({ toolPolicy: { preset: "customer-support" } });
    await edit((config) => {
      (config.tools as { allow: string[] }).allow.push("sessions_list");
    });
    await expect.poll(() => invoke("sessions_list"), { timeout: 30_000 }).toBe(200);
    const reading = await readPolicy(host.context, tenant());
    if (reading.status !== "read") throw new Error(reading.reason);
    const effective = { ...reading, tools: reading.tools.map(({ id }) => id) };
    const terms = { hasOpenAiApi: false, canSandbox: reading.canSandbox };
    expect(compareTools({ preset: "customer-support" }, terms, effective)).toMatchObject([
      { kind: "extra", what: "sessions_list" },
    ]);
    expect(reading.tried).toMatchObject({ tool: "sessions_list", outcome: "answered" });
    await configure({});
    expect(await invoke("sessions_list")).toBe(404);
  });

  it("opens the OpenAI-compatible API only while it is asked for", async () => {
    const models = async () => (await fetch(`http://127.0.0.1:${tenant().basePort}/v1/models`)).status;
    expect(await models()).toBe(404);
    await configure({ hasOpenAiApi: true });
    expect(await models()).toBe(401);
    const reading = await readPolicy(host.context, tenant());
    expect(reading).toMatchObject({ status: "read", hasOpenAiApi: true });
    await configure({ hasOpenAiApi: false });
    expect(await models()).toBe(404);
  });
});

describe("a configuration that was edited by hand", () => {
  it("is no drift while it is what was written", async () => {
    expect(await describeDrift(host.context, tenant())).toBeNull();
    const observation = await host.supervisor.observe(slug);
    expect(observation.configHash).toBe(observation.writtenConfigHash);
  });

  it("shows as a diff without secrets, and is put back with what it replaced named", async () => {
    await edit((config) => {
      config.channels = { telegram: { enabled: false, botToken: plainToken } };
      config.session = { dmScope: "main" };
    });
    const drift = await describeDrift(host.context, tenant());
    expect(drift?.changes).toEqual(
      expect.arrayContaining([
        {
          path: "session.dmScope",
          was: [{ plain: '"per-channel-peer"' }],
          is: [{ plain: '"main"' }],
          isSecret: false,
        },
        expect.objectContaining({ path: "channels.telegram.botToken", was: null, isSecret: true }),
      ]),
    );
    expect(JSON.stringify(drift)).not.toContain(plainToken);
    expect(drift?.obstacles.join(" ")).toContain("holds a secret");
    await expect(adoptConfig(host.context, tenant(), drift?.diskHash ?? "")).rejects.toMatchObject({
      detail: { code: "CONFIG_REFUSED" },
    });
    const { steps } = await configure({});
    const written = steps.find(({ id, status }) => id === "configuration" && status === "done");
    expect(written?.detail).toContain("session.dmScope");
    expect(await describeDrift(host.context, tenant())).toBeNull();
    expect(await readFile(configFile(), "utf8")).not.toContain(plainToken);
  });

  it("is kept once it is adopted, until the dashboard asks for something else there", async () => {
    await edit((config) => {
      config.session = { dmScope: "per-peer" };
      (config.tools as { exec: { mode: string } }).exec.mode = "allowlist";
    });
    const drift = await describeDrift(host.context, tenant());
    const adopted = await adoptConfig(host.context, tenant(), drift?.diskHash ?? "");
    expect(adopted.paths).toEqual(["session.dmScope", "tools.exec.mode"]);
    expect(await describeDrift(host.context, tenant())).toBeNull();
    // Something else changes; what was adopted stays.
    await configure({ hasOpenAiApi: true });
    expect(await readFile(configFile(), "utf8")).toContain('"dmScope": "per-peer"');
    expect(await describeDrift(host.context, tenant())).toBeNull();
    // The policy now wants commands differently, and wins.
    const { steps } = await configure({ toolPolicy: { preset: "internal-operator" }, hasOpenAiApi: false });
    const written = steps.find(({ id, status }) => id === "configuration" && status === "done");
    expect(written?.detail).toContain("tools.exec.mode");
    const config = JSON.parse(await readFile(configFile(), "utf8")) as object;
    expect(config).toMatchObject({ session: { dmScope: "per-peer" }, tools: { exec: { mode: "ask" } } });
  });

  it("can't be adopted where it changes the boundary, breaks OpenClaw's rules or changed once more", async () => {
    await edit((config) => {
      (config.gateway as { bind: string }).bind = "lan";
    });
    const boundary = await describeDrift(host.context, tenant());
    expect(boundary?.obstacles).toEqual(["gateway.bind is part of the boundary; Bulkhead alone sets it."]);
    await expect(adoptConfig(host.context, tenant(), "0".repeat(64))).rejects.toMatchObject({
      detail: { code: "CONFIG_CHANGED" },
    });
    await configure({});
    await edit((config) => {
      config.nonsense = true;
    });
    const nonsense = await describeDrift(host.context, tenant());
    await expect(adoptConfig(host.context, tenant(), nonsense?.diskHash ?? "")).rejects.toMatchObject({
      detail: { code: "CONFIG_INVALID" },
    });
    await writeFile(configFile(), "{ not json");
    const broken = await describeDrift(host.context, tenant());
    expect(broken).toMatchObject({ changes: [], problem: expect.stringContaining("not valid JSON5") });
    await configure({});
    expect(await describeDrift(host.context, tenant())).toBeNull();
  });

  it("is remembered in a file that only the agent can read", async () => {
    const file = path.join(host.context.paths.agent, "configuration", `${slug}.json`);
    const { mode, uid } = await stat(file);
    expect([mode & 0o777, uid]).toEqual([0o600, host.context.uid]);
  });
});

it("says that nothing was read while the Gateway is stopped", async () => {
  generation += 1;
  await host.supervisor.stop(slug, generation, () => {}, signal);
  expect(await readPolicy(host.context, tenant())).toMatchObject({
    status: "not-read",
    reason: expect.stringContaining("stopped"),
  });
});
