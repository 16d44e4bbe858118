import { randomBytes, randomUUID } from "node:crypto";
import { appendFile, chown, readFile, writeFile } from "node:fs/promises";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withCredentials } from "#agent/config-file/testing/with-credentials.ts";
import { validateConfig } from "#agent/drift/validate-config.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import credentials from "#lib/domain/secrecy/openclaw-credentials.json" with { type: "json" };
import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { createLogger } from "#lib/log/logger.ts";
import { createHandlers } from "./create-handlers.ts";

let host: RealHost;
let tenant: TenantRecord;
let handlers: ReturnType<typeof createHandlers>;
let logged = "";
const signal = new AbortController().signal;
const spelled = (length = 20) => randomBytes(length).toString("base64url").replace(/[-_]/g, "x");

/** What stands elsewhere than OpenClaw's list has secrets: in forms, and where names and words belong. */
const planted = {
  argument: spelled(),
  header: spelled(),
  password: spelled(),
  parameter: spelled(),
  key: `sk-ant-api03-${spelled(30)}`,
  bot: `1234567890:AA${spelled(27)}`,
  file: spelled(),
  variable: `TOKEN${randomBytes(9).toString("hex").toUpperCase()}`,
  policy: spelled(),
  settingName: `ghp_${randomBytes(18).toString("hex")}`,
  pem: `-----BEGIN PRIVATE KEY-----\n${spelled(40)}\n-----END PRIVATE KEY-----`,
};
/** Without its first and last line, which are no secret. */
const secretPart = (text: string) => text.split("\n")[1] ?? text;

function editedBy(config: { [key: string]: unknown }): { [key: string]: unknown } {
  const {
    channels = {},
    mcp = {},
    skills = {},
    ...listed
  } = config as Record<string, { [key: string]: unknown }>;
  return {
    ...listed,
    channels: {
      ...channels,
      telegram: { ...(channels.telegram as object), dmPolicy: planted.policy, tokenFile: planted.file },
      mastodon: { note: planted.bot },
    },
    mcp: {
      servers: {
        ...(mcp.servers as object),
        a: {
          command: "npx",
          args: ["-y", "--api-key", planted.argument, "-H", `Authorization: Bearer ${planted.header}`],
        },
        b: { url: `https://me:${planted.password}@mcp.example.test/sse?api_key=${planted.parameter}` },
        [planted.settingName]: { command: planted.key },
      },
    },
    skills: {
      entries: {
        ...(skills.entries as object),
        two: { apiKey: { source: "env", provider: "default", id: planted.variable } },
      },
    },
    ui: { text: planted.pem },
  };
}

const secrets: string[] = [];
let own: { gateway: object };
beforeAll(async () => {
  host = await createRealHost();
  tenant = await host.provision(`t-${randomBytes(4).toString("hex")}`);
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const context = { ...host.context, log: createLogger("test", "trace", sink) };
  const facts = { agentVersion: "test", portRange: defaultPortRange };
  handlers = createHandlers({ ...host, context, facts, agentBootId: randomUUID() });
  const list = withCredentials(credentials);
  secrets.push(...list.planted.values(), ...Object.values(planted).map(secretPart));
  const { configFile, logFile } = tenant.layout;
  own = JSON.parse(await readFile(configFile, "utf8")) as typeof own;
  // As an edit by hand would: a running tenant's file with what was added to it.
  const { gateway, ...added } = editedBy(list.config);
  const edited = {
    ...own,
    ...added,
    gateway: { ...own.gateway, ...(gateway as object) },
  };
  await writeFile(configFile, JSON.stringify(edited));
  await writeFile(logFile, secrets.map((secret) => `[gateway] could not use ${secret} at all\n`).join(""));
  await chown(logFile, tenant.uid, tenant.gid);
  await appendFile(logFile, "[telegram] [default] starting provider\n");
}, 120_000);
afterAll(() => host.dispose(), 120_000);

/** What a verb answers, or refuses with, as it goes over the wire. */
async function said(work: (emit: (event: unknown) => Promise<void>) => Promise<unknown>): Promise<string> {
  const events: unknown[] = [];
  const answer = await work(async (event) => void events.push(event)).catch((error: unknown) => {
    if (error instanceof AgentFailure) return error.detail;
    throw error;
  });
  return JSON.stringify([answer, events]);
}

const slugOnly = () => ({ slug: tenant.slug });
const hash = async () => (await handlers["config.drift"](slugOnly(), signal))?.diskHash ?? "";
const specOf = ({ slug, rung, basePort, runtimeVersion, hasPowerfulTools }: TenantRecord) => ({
  ...{ slug, rung, basePort, runtimeVersion, hasPowerfulTools },
});
const operation = () => ({ slug: tenant.slug, operationId: randomUUID(), generation: 1 });

/** How each verb is asked; a sentence where it can't show anything of a configuration. */
const asked: Record<Verb, string | ((emit: (event: unknown) => Promise<void>) => Promise<unknown>)> = {
  "host.facts": () => handlers["host.facts"]({}, signal),
  plan: () => handlers.plan({ spec: specOf(tenant) }, signal),
  status: () => handlers.status(slugOnly(), signal),
  evidence: () => handlers.evidence({}, signal),
  audit: "Waits for plugins of channels that can't be had here; it is asked by itself below.",
  "hardening.observe": () => handlers["hardening.observe"](slugOnly(), signal),
  "policy.effective": () => handlers["policy.effective"](slugOnly(), signal),
  "config.check": () => handlers["config.check"](slugOnly(), signal),
  "config.drift": () => handlers["config.drift"](slugOnly(), signal),
  "config.adopt": async () =>
    handlers["config.adopt"]({ ...slugOnly(), changeId: randomUUID(), hash: await hash() }, signal),
  "config.adopted": () => handlers["config.adopted"](slugOnly(), signal),
  "config.release": () => handlers["config.release"]({ ...slugOnly(), ids: ["0".repeat(32)] }, signal),
  "secrets.list": () => handlers["secrets.list"](slugOnly(), signal),
  "gateway.own-word": () => handlers["gateway.own-word"](slugOnly(), signal),
  "channel.states": () => handlers["channel.states"](slugOnly(), signal),
  "logs.tail": () => handlers["logs.tail"]({ ...slugOnly(), source: "gateway", lines: 1000 }, signal),
  start: (emit) => handlers.start(operation(), emit, signal),
  configure: (emit) =>
    handlers.configure({ spec: specOf(tenant), operationId: randomUUID(), generation: 2 }, emit, signal),
  provision: "Writes what `configure` writes, in the same words.",
  "mistake.fix": "Names settings alone; what it can move is listed by name in `evidence`.",
  stop: "Says nothing of a configuration.",
  restart: "Starts as `start` does.",
  kill: "Says nothing of a configuration.",
  watch: "Tells what `status` tells.",
  probes: "Needs Gateways that run, which none does with this configuration.",
  "self-test": "Makes tenants of its own.",
  "hardening.apply": "Checks the configuration as `config.adopt` does.",
  "secrets.check": "Knows no tenant.",
  "secrets.set": "Reads no configuration.",
  "secrets.revoke": "Reads no configuration.",
  "gateway-token.rotate": "Reads no configuration.",
  "change.close": "Reads no configuration.",
  "model.check": "Reads no configuration.",
  "channel.identify": "Knows no tenant.",
  "channel.link": "Needs a Gateway that runs.",
  "logs.follow": "Is read and masked by the same program as `logs.tail`.",
  remove: "Says nothing of a configuration.",
};

test("no credential of OpenClaw's list, and no other secret of a configuration, is in any answer or log line", async () => {
  expect(Object.keys(asked).sort()).toEqual(Object.keys(verbs).sort());
  for (const [verb, ask] of Object.entries(asked)) {
    if (typeof ask === "string") continue;
    const text = await said(ask);
    expect([verb, secrets.filter((secret) => text.includes(secret))]).toEqual([verb, []]);
    if (verb === "config.drift") expect(text.match(/"secret":/g)?.length).toBeGreaterThan(200);
    if (verb === "logs.tail") expect(text).toContain("[telegram] [default] starting provider");
  }
  expect(secrets.filter((secret) => logged.includes(secret))).toEqual([]);
}, 400_000);

test("OpenClaw's own words of a configuration, its audit's and its complaints, have no secret in them", async () => {
  const config = {
    ...own,
    gateway: { ...own.gateway, auth: { mode: "token", token: planted.argument } },
    hooks: { enabled: true, token: planted.header, path: "/hooks" },
    channels: { telegram: { enabled: true, botToken: planted.bot, groupPolicy: "open" } },
  };
  await writeFile(tenant.layout.configFile, JSON.stringify(config));
  const audit = await said(() => handlers.audit(slugOnly(), signal));
  expect(audit).toContain("checkId");
  // A secret where one of a few words belongs, and one where a setting's name does.
  const telegram = { ...config.channels.telegram, dmPolicy: planted.policy, [planted.settingName]: true };
  await writeFile(tenant.layout.configFile, JSON.stringify({ ...config, channels: { telegram } }));
  const refusal = await said(() => validateConfig(host.context, tenant));
  expect(refusal).toContain("channels.telegram");
  expect(secrets.filter((secret) => `${audit} ${refusal}`.includes(secret))).toEqual([]);
}, 200_000);
