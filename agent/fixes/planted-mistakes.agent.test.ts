import { execFileSync, type SpawnOptions, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  chmod,
  chown,
  link,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { AgentFailure } from "#agent/steps/agent-error.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import { handleOf } from "#agent/tenant/gateway-handle.ts";
import { channelSettingSchema } from "#lib/domain/channel/channel-setting.ts";
import type { MistakeFix, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import type { FixRequest } from "#lib/host-agent/contract/fix.ts";
import {
  type Broken,
  createPlantedHost,
  type PlantedHost,
  type PlantedTenant,
  runAsTold,
} from "./testing/planted-host.ts";

const isRoot = process.getuid?.() === 0;
const botToken = "123456789:AAexample-token-of-a-bot-0123456789";
const apiKey = "sk-example-key-0123456789abcdef";
const shared = "one-token-for-both-0123456789abcdef0123456789";
const reference = (id: string) => ({ source: "file", provider: "bulkhead", id });
const telegram = channelSettingSchema.parse({ kind: "telegram", secrets: ["botToken"] });

type Config = Record<string, unknown>;
type AgentFix = FixRequest["fix"];
type Click = { readonly click: MistakeFix; readonly on: readonly ("acme" | "beta")[] };
type ByHand = { readonly hand: () => Promise<void> | void };
type Row = {
  readonly id: MistakeId;
  readonly what: string;
  readonly plant: () => Promise<unknown>;
  /** What is found then, and nowhere anything else. */
  readonly found: Broken;
  readonly fix: Click | ByHand;
  /** What else was planted and is not this rule's to put right. */
  readonly left?: Broken;
};

describe.skipIf(!isRoot)("mistakes planted on provisioned tenants (needs root)", () => {
  let planted: PlantedHost;
  let [acme, beta, elsewhere] = [{} as PlantedTenant, {} as PlantedTenant, ""];
  const before = new Map<string, string>();
  const children: { kill(): Promise<void> }[] = [];

  beforeAll(async () => {
    planted = await createPlantedHost();
    acme = await planted.addTenant("acme");
    beta = await planted.addTenant("beta");
    // A neighbour with whom nobody shares anything: no rule may ever be found on it.
    await planted.addTenant("gamma");
    elsewhere = path.join(path.dirname(planted.host.context.paths.tenants), "elsewhere");
    await mkdir(elsewhere);
    for (const { layout } of [acme, beta]) {
      for (const file of [layout.configFile, layout.secretsFile])
        before.set(file, await readFile(file, "utf8"));
    }
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    for (const tenant of [acme, beta]) {
      await planted.stop(tenant);
      if (tenant.record().channels.length > 0) await planted.configure(tenant, { channels: [] });
    }
    for (const [file, text] of before) await writeFile(file, text);
  });
  afterAll(() => planted?.host.dispose());

  const on = (...ids: MistakeId[]) => [...ids].sort();
  const both = (...ids: MistakeId[]) => ({ acme: on(...ids), beta: on(...ids) });
  const edit = (tenant: PlantedTenant, changes: Config) =>
    tenant.edit((config) => ({ ...config, ...changes }));
  const gateway = (tenant: PlantedTenant, changes: Config) =>
    tenant.edit((config) => ({ ...config, gateway: { ...(config.gateway as Config), ...changes } }));
  const restoreBoth: Click = { click: "restore-configuration", on: ["acme", "beta"] };
  const restoreBeta: Click = { click: "restore-configuration", on: ["beta"] };
  const hand = (work: () => Promise<void> | void): ByHand => ({ hand: work });
  const cureOf = async (tenant: PlantedTenant, id: MistakeId) => (await planted.cures(tenant, id))[0];
  const setSecret = async (tenant: PlantedTenant, name: string, value: string) =>
    void (await planted.handlers["secrets.set"](
      { slug: tenant.record().slug, changeId: randomUUID(), name, value },
      never,
    ));
  const never = new AbortController().signal;

  /** A program of a tenant's user, as somebody would start it on the host. */
  async function run(tenant: PlantedTenant, program: string, args: string[] = [], env: object = {}) {
    const { uid, gid, runtimeVersion } = tenant.record();
    const { node } = runtimePaths(planted.host.context.paths, runtimeVersion);
    const options: SpawnOptions = {
      uid,
      gid,
      cwd: "/",
      // A Gateway leads a process group of its own.
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...env } as NodeJS.ProcessEnv,
    };
    const child = spawn(
      node,
      ["-e", `${program};process.stdout.write('on');setInterval(()=>{},1e6)`, "--", ...args],
      options,
    );
    const exited = once(child, "exit");
    const kill = async () => {
      child.kill("SIGKILL");
      await exited;
    };
    children.push({ kill });
    if (child.stdout) await once(child.stdout, "data");
    return { pid: child.pid ?? 0, exited, kill };
  }

  /** The same, taken by the agent for the tenant's Gateway. */
  async function runAsGateway(tenant: PlantedTenant, program: string, env: object = {}) {
    const { layout } = tenant;
    const places = {
      OPENCLAW_STATE_DIR: layout.state,
      OPENCLAW_CONFIG_PATH: layout.configFile,
      HOME: layout.home,
    };
    const started = await run(tenant, program, [], { ...places, ...env });
    const { context, registry } = planted.host;
    const { uid, slug } = tenant.record();
    const identity = identifyProcess(context, started.pid, uid);
    await registry.update(slug, (record) => ({ ...record, process: handleOf(identity) }));
    return started;
  }

  const rows: Row[] = [
    {
      id: "one-gateway-many-clients",
      what: "agents with workspaces and channel accounts of their own",
      plant: () =>
        edit(beta, {
          agents: {
            entries: {
              one: { workspace: `${beta.layout.workspace}/a` },
              two: { workspace: `${beta.layout.workspace}/b` },
            },
          },
          bindings: [
            { agentId: "one", match: { channel: "telegram", accountId: "one" } },
            { agentId: "two", match: { channel: "telegram", accountId: "two" } },
          ],
        }),
      found: { beta: ["one-gateway-many-clients"] },
      fix: hand(() => beta.edit(({ bindings: _, ...config }) => ({ ...config, agents: { defaults: {} } }))),
    },
    {
      id: "one-gateway-many-clients",
      what: "agents that answer people of their own",
      plant: () =>
        edit(beta, {
          agents: { entries: { one: {}, two: {} } },
          bindings: [
            { agentId: "one", match: { channel: "telegram", peer: { kind: "direct", id: "111" } } },
            { agentId: "two", match: { channel: "telegram", peer: { kind: "direct", id: "222" } } },
          ],
        }),
      found: { beta: on("one-gateway-many-clients", "session-key-as-authorization") },
      fix: hand(() => beta.edit(({ bindings: _, ...config }) => ({ ...config, agents: { defaults: {} } }))),
    },
    {
      id: "shared-openai-key",
      what: "one key for the API of two tenants",
      plant: async () => {
        for (const tenant of [acme, beta]) await tenant.keep({ gateway: { token: shared } });
        await gateway(beta, { http: { endpoints: { chatCompletions: { enabled: true } } } });
      },
      found: both("shared-openai-key", "shared-gateway-token"),
      fix: { click: "rotate-gateway-token", on: ["beta"] },
    },
    {
      id: "model-name-as-boundary",
      what: "two agents behind the API",
      plant: async () => {
        await gateway(beta, { http: { endpoints: { chatCompletions: { enabled: true } } } });
        await edit(beta, { agents: { entries: { one: {}, two: {} } } });
      },
      found: { beta: ["model-name-as-boundary"] },
      fix: restoreBeta,
    },
    {
      id: "shared-service-key",
      what: "one key of a service that two assistants use",
      plant: async () => {
        for (const tenant of [acme, beta]) {
          await tenant.keep({ notes: "notes-example-key-0123456789" });
          await edit(tenant, { skills: { entries: { notion: { apiKey: reference("/notes") } } } });
        }
      },
      found: both("shared-service-key"),
      fix: hand(() => beta.keep({ notes: "another-notes-key-0123456789" })),
    },
    {
      id: "shared-openai-key",
      what: "one model key",
      plant: async () => {
        for (const tenant of [acme, beta]) {
          await tenant.keep({ models: { openai: apiKey } });
          await edit(tenant, { models: { providers: { openai: { apiKey: reference("/models/openai") } } } });
        }
      },
      found: both("shared-openai-key"),
      fix: hand(() => setSecret(beta, "/models/openai", "sk-another-key-0123456789abcdef")),
    },
    {
      id: "personal-and-company-browser",
      what: "an attached browser of a person",
      plant: () =>
        edit(beta, {
          browser: { enabled: true, profiles: { user: { driver: "existing-session", attachOnly: true } } },
        }),
      found: { beta: ["personal-and-company-browser"] },
      fix: restoreBeta,
    },
    {
      id: "personal-and-company-browser",
      what: "one directory of user data",
      plant: async () => {
        const browser = { enabled: true, profiles: { work: { userDataDir: `${elsewhere}/browser` } } };
        for (const tenant of [acme, beta]) await edit(tenant, { browser });
      },
      found: both("personal-and-company-browser"),
      fix: restoreBoth,
    },
    {
      id: "personal-and-company-browser",
      what: "one control address",
      plant: async () => {
        const browser = { enabled: true, profiles: { work: { cdpUrl: "http://localhost:9222" } } };
        for (const tenant of [acme, beta]) await edit(tenant, { browser });
      },
      found: both("personal-and-company-browser", "overlapping-ports"),
      fix: restoreBeta,
    },
    {
      id: "group-allowlist-only-protection",
      what: "listed groups before commands",
      plant: () =>
        edit(beta, {
          tools: { exec: { mode: "full" } },
          channels: { telegram: { groupPolicy: "allowlist", groups: { "-1001": {} } } },
        }),
      found: { beta: ["group-allowlist-only-protection"] },
      fix: restoreBeta,
    },
    ...["the token", "another token of the same bot"].map(
      (what, index): Row => ({
        id: "shared-channel-account",
        what: `one bot, known by ${what}`,
        plant: async () => {
          for (const [at, tenant] of [acme, beta].entries()) {
            const token = at === 0 || index === 0 ? botToken : `${botToken.slice(0, 12)}renewed-0123456789`;
            await tenant.keep({ channels: { telegram: { default: { botToken: token } } } });
            await edit(tenant, {
              channels: { telegram: { botToken: reference("/channels/telegram/default/botToken") } },
            });
          }
        },
        found: both("shared-channel-account"),
        fix: hand(() =>
          setSecret(beta, "/channels/telegram/default/botToken", "987654321:AAanother-bot-0123456789"),
        ),
      }),
    ),
    {
      id: "shared-channel-account",
      what: "one linked number",
      plant: async () => {
        for (const tenant of [acme, beta]) {
          await edit(tenant, { channels: { whatsapp: { authDir: `${elsewhere}/whatsapp` } } });
        }
      },
      found: both("shared-channel-account", "plugin-writes-outside-state"),
      fix: restoreBeta,
      left: { acme: ["plugin-writes-outside-state"] },
    },
    {
      id: "shared-gateway-token",
      what: "one token in both secrets files",
      plant: async () => {
        for (const tenant of [acme, beta]) await tenant.keep({ gateway: { token: shared } });
      },
      found: both("shared-gateway-token"),
      fix: { click: "rotate-gateway-token", on: ["beta"] },
    },
    {
      id: "shared-gateway-token",
      what: "the other's token written into the configuration",
      plant: async () => gateway(beta, { auth: { mode: "token", token: await acme.token() } }),
      found: { acme: ["shared-gateway-token"], beta: on("shared-gateway-token", "plain-secret-in-config") },
      fix: restoreBeta,
    },
    {
      id: "shared-hooks-token",
      what: "one token for the hooks of both",
      plant: async () => {
        for (const tenant of [acme, beta]) {
          await edit(tenant, { hooks: { enabled: true, token: "one-hooks-token-for-both-0123456789" } });
        }
      },
      found: both("shared-hooks-token", "plain-secret-in-config"),
      fix: { click: "new-hooks-token", on: ["beta"] },
      left: both("plain-secret-in-config"),
    },
    {
      id: "token-reused-as-api-key",
      what: "as another tenant's model key",
      plant: async () => {
        await beta.keep({ models: { openai: await acme.token() } });
        await edit(beta, { models: { providers: { openai: { apiKey: reference("/models/openai") } } } });
      },
      found: both("token-reused-as-api-key"),
      fix: { click: "rotate-gateway-token", on: ["acme"] },
    },
    {
      id: "token-reused-as-api-key",
      what: "as the same tenant's hooks token",
      plant: async () => edit(beta, { hooks: { enabled: true, token: await beta.token() } }),
      found: { beta: on("token-reused-as-api-key", "plain-secret-in-config") },
      fix: { click: "rotate-gateway-token", on: ["beta"] },
      left: { beta: ["plain-secret-in-config"] },
    },
    {
      id: "token-reused-as-api-key",
      what: "as the same tenant's model key",
      plant: async () => {
        await beta.keep({ models: { openai: await beta.token() } });
        await edit(beta, { models: { providers: { openai: { apiKey: reference("/models/openai") } } } });
      },
      found: { beta: ["token-reused-as-api-key"] },
      fix: { click: "rotate-gateway-token", on: ["beta"] },
    },
    ...[
      { what: "by its path", workspace: () => acme.layout.workspace },
      { what: "by a relative path", workspace: () => "../../acme/workspace" },
      { what: "by ~", workspace: () => "~/../../acme/state/deep" },
    ].map(
      ({ what, workspace }): Row => ({
        id: "shared-directories",
        what: `a workspace in the other's tree ${what}`,
        plant: () => edit(beta, { agents: { defaults: { workspace: workspace() } } }),
        found: both("shared-directories"),
        fix: restoreBeta,
      }),
    ),
    {
      id: "shared-directories",
      what: "the other's workspace bound into a sandbox",
      plant: () =>
        beta.edit((config) => ({
          ...config,
          agents: {
            defaults: {
              workspace: beta.layout.workspace,
              sandbox: { docker: { binds: [`${acme.layout.workspace}:/data:ro`] } },
            },
          },
        })),
      found: both("shared-directories"),
      fix: restoreBeta,
    },
    {
      id: "shared-directories",
      what: "the other's configuration included",
      plant: () => edit(beta, { tools: { $include: "../../acme/config/openclaw.json" } }),
      found: both("shared-directories"),
      fix: restoreBeta,
    },
    ...(["workspace", "state"] as const).map(
      (place): Row => ({
        id: "shared-directories",
        what: `the other's ${place} through a symbolic link`,
        plant: async () => {
          await rename(beta.layout[place], `${beta.layout[place]}-own`);
          await symlink(acme.layout[place], beta.layout[place]);
        },
        found: both("shared-directories"),
        fix: hand(async () => {
          const cure = await cureOf(beta, "shared-directories");
          expect(cure).toMatchObject({
            by: "hand",
            step: expect.stringContaining("remove the symbolic link"),
          });
          await rm(beta.layout[place]);
          await planted.provision(beta);
        }),
      }),
    ),
    {
      id: "shared-directories",
      what: "the other's state and configuration, used by a process that somebody started",
      plant: () =>
        runAsGateway(beta, "0", {
          OPENCLAW_STATE_DIR: acme.layout.state,
          OPENCLAW_CONFIG_PATH: acme.layout.configFile,
        }),
      found: both("shared-directories"),
      fix: { click: "restart", on: ["beta"] },
    },
    {
      id: "overlapping-ports",
      what: "a base port in the other's block",
      plant: () => gateway(beta, { port: acme.record().basePort + 20 }),
      found: both("overlapping-ports"),
      fix: restoreBeta,
    },
    {
      id: "overlapping-ports",
      what: "a derived port pinned to one of the other's",
      plant: () =>
        edit(beta, {
          browser: { enabled: false, profiles: { work: { cdpPort: acme.record().basePort + 11 } } },
        }),
      found: both("overlapping-ports"),
      fix: restoreBeta,
    },
    {
      id: "plain-secret-in-config",
      what: "at a place that the dashboard doesn't know",
      plant: () => edit(beta, { models: { providers: { homemade: { apiKey } } } }),
      found: { beta: ["plain-secret-in-config"] },
      fix: restoreBeta,
    },
    {
      id: "plain-secret-in-config",
      what: "where the dashboard has a reference",
      plant: async () => {
        await planted.configure(beta, { channels: [telegram] });
        const accounts = { default: { enabled: true, botToken } };
        await edit(beta, { channels: { telegram: { enabled: true, accounts } } });
      },
      found: { beta: ["plain-secret-in-config"] },
      fix: { click: "move-secrets", on: ["beta"] },
    },
    {
      id: "plain-secret-in-config",
      what: "in an included file",
      plant: async () => {
        const file = path.join(beta.layout.config, "channels.json5");
        await writeFile(file, `{ /* by hand */ telegram: { botToken: "${botToken}" } }`, { mode: 0o640 });
        await chown(file, 0, beta.record().gid);
        await edit(beta, { channels: { $include: "./channels.json5" } });
      },
      found: { beta: ["plain-secret-in-config"] },
      fix: restoreBeta,
    },
    ...["workspace", "state"].map(
      (place): Row => ({
        id: "secret-in-dotenv",
        what: `in the ${place}`,
        plant: () =>
          beta.write(
            path.join(beta.layout.tree, place, ".env"),
            `COLOR=blue\nexport OPENAI_API_KEY="${apiKey}"\n`,
          ),
        found: { beta: ["secret-in-dotenv"] },
        fix: hand(async () => {
          runAsTold(await cureOf(beta, "secret-in-dotenv"), /\((sed .*\.env)\)/);
          const file = path.join(beta.layout.tree, place, ".env");
          expect(await readFile(file, "utf8")).toBe("COLOR=blue\n");
          await rm(file);
        }),
      }),
    ),
    {
      id: "secret-in-arguments",
      what: "of another program of the tenant's",
      plant: () => run(beta, "0", ["--token", "hush-hush-0123456789"]),
      found: { beta: ["secret-in-arguments"] },
      fix: hand(async () => runAsTold(await cureOf(beta, "secret-in-arguments"), /\((kill \d+)\)/)),
    },
    {
      id: "secret-in-arguments",
      what: "in the Gateway's environment",
      plant: () => runAsGateway(beta, "0", { OPENAI_API_KEY: apiKey }),
      found: { beta: ["secret-in-arguments"] },
      fix: { click: "restart", on: ["beta"] },
    },
    {
      id: "log-or-backup-outside-boundary",
      what: "a log that the configuration puts elsewhere",
      plant: () => edit(beta, { logging: { file: "/tmp/shared-gateway.log" } }),
      found: { beta: ["log-or-backup-outside-boundary"] },
      fix: restoreBeta,
    },
    {
      id: "log-or-backup-outside-boundary",
      what: "a log elsewhere that the Gateway still has open",
      plant: async () => {
        const file = path.join(elsewhere, "old.log");
        await beta.write(file, "");
        return runAsGateway(beta, `require("fs").openSync(${JSON.stringify(file)}, "a")`);
      },
      found: { beta: ["log-or-backup-outside-boundary"] },
      fix: { click: "restart", on: ["beta"] },
    },
    ...(["logs", "backups"] as const).map(
      (place): Row => ({
        id: "log-or-backup-outside-boundary",
        what: `${place} behind a symbolic link`,
        plant: async () => {
          await rm(beta.layout[place], { recursive: true });
          await mkdir(path.join(elsewhere, place));
          await symlink(path.join(elsewhere, place), beta.layout[place]);
        },
        found: { beta: ["log-or-backup-outside-boundary"] },
        fix: hand(async () => {
          runAsTold(await cureOf(beta, "log-or-backup-outside-boundary"), /\((rm [^)]+)\)/);
          await planted.provision(beta);
        }),
      }),
    ),
    {
      id: "backup-holds-two-tenants",
      what: "in one tenant's backups",
      plant: async () => {
        const { tenants } = planted.host.context.paths;
        const packed = path.join(elsewhere, "packed");
        execFileSync("tar", [
          "-czf",
          packed,
          "-C",
          tenants,
          "--exclude=*.sqlite*",
          "acme/state",
          "beta/state",
        ]);
        const archive = path.join(beta.layout.backups, "all.tar.gz");
        await rename(packed, archive);
        await chmod(archive, 0o600);
      },
      found: both("backup-holds-two-tenants"),
      fix: hand(async () => runAsTold(await cureOf(beta, "backup-holds-two-tenants"), /\((rm [^)]+)\)/)),
    },
    {
      id: "plugin-writes-outside-state",
      what: "a plugin loaded from elsewhere",
      plant: () => edit(beta, { plugins: { load: { paths: ["/opt/shared-plugin"] } } }),
      found: { beta: ["plugin-writes-outside-state"] },
      fix: restoreBeta,
    },
    {
      id: "plugin-writes-outside-state",
      what: "a plugin that keeps its data elsewhere",
      plant: () =>
        edit(beta, {
          plugins: { entries: { "memory-core": { config: { dbPath: "/var/lib/shared/memory.db" } } } },
        }),
      found: { beta: ["plugin-writes-outside-state"] },
      fix: restoreBeta,
    },
    {
      id: "plugin-writes-outside-state",
      what: "a channel that keeps its sign-in elsewhere",
      plant: () => edit(beta, { channels: { whatsapp: { authDir: `${elsewhere}/whatsapp` } } }),
      found: { beta: ["plugin-writes-outside-state"] },
      fix: restoreBeta,
    },
    {
      id: "plugin-writes-outside-state",
      what: "a file that the Gateway writes elsewhere",
      plant: async () => {
        await beta.write(path.join(elsewhere, "elsewhere.db"), "");
        await chmod(elsewhere, 0o755);
        return runAsGateway(
          beta,
          `require("fs").openSync(${JSON.stringify(path.join(elsewhere, "elsewhere.db"))}, "a")`,
        );
      },
      found: { beta: ["plugin-writes-outside-state"] },
      fix: hand(async () => {
        const [child] = children.splice(0);
        await child?.kill();
      }),
    },
    {
      id: "session-key-as-authorization",
      what: "one conversation for several people",
      plant: () =>
        edit(beta, {
          session: { dmScope: "main" },
          channels: { telegram: { dmPolicy: "allowlist", allowFrom: ["111", "222"] } },
        }),
      found: { beta: ["session-key-as-authorization"] },
      fix: restoreBeta,
    },
    {
      id: "session-key-as-authorization",
      what: "several people let in with operator scopes",
      plant: () =>
        beta.edit((config) => {
          const own = config.gateway as Config;
          const identityScopes = {
            "ann@example.test": ["operator.read"],
            "bob@example.test": ["operator.read"],
          };
          return { ...config, gateway: { ...own, auth: { ...(own.auth as Config), identityScopes } } };
        }),
      found: { beta: ["session-key-as-authorization"] },
      fix: restoreBeta,
    },
    {
      id: "session-key-as-authorization",
      what: "hooks that choose whose conversation they enter",
      plant: () => edit(beta, { hooks: { enabled: true, allowRequestSessionKey: true } }),
      found: { beta: ["session-key-as-authorization"] },
      fix: restoreBeta,
    },
    {
      id: "open-files",
      what: "a state directory for everybody",
      plant: () => chmod(beta.layout.state, 0o755),
      found: { beta: ["open-files"] },
      fix: { click: "close-files", on: ["beta"] },
    },
    {
      id: "open-files",
      what: "an open secrets file, and logs that are somebody else's",
      plant: async () => {
        await chmod(beta.layout.secretsFile, 0o644);
        await chown(beta.layout.logs, acme.record().uid, acme.record().gid);
      },
      found: { beta: ["open-files"] },
      fix: { click: "close-files", on: ["beta"] },
    },
  ];

  test("tenants as they were provisioned break no rule", async () => {
    expect(await planted.broken()).toEqual({});
  });

  const titled = rows.map((row) => [`${row.id}: ${row.what}`, row] as const);
  test.each(titled)("%s, is found and put right", async (_, { id, plant, found, fix, left = {} }) => {
    await plant();
    expect(await planted.broken()).toEqual(found);
    if ("hand" in fix) {
      expect(new Set((await planted.cures(beta, id)).map(({ by }) => by))).toEqual(new Set(["hand"]));
      await fix.hand();
    } else {
      for (const slug of fix.on) await planted.click(slug === "acme" ? acme : beta, id, fix.click);
    }
    expect(await planted.broken()).toEqual(left);
  });

  test("finds a directory mounted from the other's tree, and loses it when it is unmounted", async (context) => {
    await mkdir(path.join(acme.layout.state, "mounted"));
    try {
      execFileSync("mount", ["--bind", path.join(acme.layout.state, "mounted"), beta.layout.workspace]);
    } catch (error) {
      // A container's root may lack the right; anything else that fails is this test's failure.
      if (!/permission denied|not permitted/i.test(String(error))) throw error;
      context.skip("This host lets nobody mount; what its list of mounts says is tested without it.");
    }
    try {
      expect(await planted.broken()).toEqual(both("shared-directories"));
    } finally {
      const mounted = (await planted.cures(beta, "shared-directories")).find(
        (cure) => cure.by === "hand" && cure.step.includes("umount"),
      );
      runAsTold(mounted, /(umount \S+)\. /);
    }
    expect(await planted.broken()).toEqual({});
  });

  describe("a fix", () => {
    const refusal = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
    const printOf = (secret: string) => fingerprint(planted.host.context.fingerprintKey, secret);
    const order = (fix: AgentFix, subjects: string[]) => planted.order(beta, { fix, subjects });

    test("leaves a token alone that is another one than was found", async () => {
      const token = await beta.token();
      await expect(order("rotate-gateway-token", ["f00d"])).rejects.toEqual(refusal("CONFIG_CHANGED"));
      expect(await beta.token()).toBe(token);
    });

    test.each([
      ["rotate-gateway-token", async () => [printOf(await beta.token())]],
      ["new-hooks-token", async () => [printOf("hooks-token-of-beta-0123456789abcdef")]],
      ["move-secrets", async () => ["channels.telegram.accounts.default.botToken"]],
      ["close-files", async () => [beta.layout.state, beta.layout.configFile]],
    ] as const)(
      "%s touches nothing that no rule finds at that moment, though it is there",
      async (fix, of) => {
        // The tenant has a hooks token, as it may: nobody else has the same.
        const token = "hooks-token-of-beta-0123456789abcdef";
        if (fix === "new-hooks-token") await edit(beta, { hooks: { enabled: true, token } });
        const files = [beta.layout.configFile, beta.layout.secretsFile];
        const look = () => Promise.all(files.map(async (file) => [await readFile(file), await stat(file)]));
        const seen = await look();
        await expect(order(fix, await of())).rejects.toEqual(refusal("CONFIG_CHANGED"));
        expect(await look()).toEqual(seen);
      },
    );

    test.each(["new-hooks-token", "move-secrets"] as const)(
      "%s writes nowhere that a Gateway's environment points to, and says so",
      async (fix) => {
        const token = "hooks-token-of-beta-0123456789abcdef";
        const hooks = { enabled: true, token };
        await acme.edit((config) => ({ ...config, hooks }));
        const pointed = path.join(beta.layout.workspace, "openclaw.json");
        const channels = { telegram: { enabled: true, accounts: { default: { botToken } } } };
        await planted.configure(beta, { channels: [telegram] });
        await beta.write(pointed, JSON.stringify({ hooks, channels }));
        await runAsGateway(beta, "0", { OPENCLAW_CONFIG_PATH: pointed });
        const files = [pointed, beta.layout.configFile, beta.layout.secretsFile];
        const seen = await Promise.all(files.map((file) => readFile(file, "utf8")));
        const subject =
          fix === "new-hooks-token" ? printOf(token) : "channels.telegram.accounts.default.botToken";
        const refused = await order(fix, [subject]).catch((error: AgentFailure) => error.detail);
        expect(["CONFIG_REFUSED", "CONFIG_CHANGED"]).toContain("code" in refused ? refused.code : refused);
        expect(await Promise.all(files.map((file) => readFile(file, "utf8")))).toEqual(seen);
        await rm(pointed);
      },
    );

    test("hands the tenant nothing of the agent's own that its processes name", async () => {
      const own = path.join(beta.layout.output, "view-passwd");
      await runAsGateway(beta, "0", { OPENCLAW_CONFIG_PATH: own });
      const { uid, mode } = await stat(own);
      await expect(order("close-files", [own])).rejects.toEqual(
        expect.objectContaining({
          detail: expect.objectContaining({ code: expect.stringMatching(/^(PATH_FOREIGN|CONFIG_CHANGED)$/) }),
        }),
      );
      expect(await stat(own)).toMatchObject({ uid, mode });
    });

    test("closes a place in the tree or nothing, though the tenant swaps the way to it for a link", async () => {
      const way = path.join(beta.layout.workspace, "way");
      const [inner, outer] = [path.join(way, "inner"), path.join(elsewhere, "inner")];
      for (const directory of [way, inner]) {
        await mkdir(directory);
        await chown(directory, beta.record().uid, beta.record().gid);
      }
      await mkdir(outer);
      const seen = await stat(outer);
      await using held = await open(inner);
      await edit(beta, { agents: { defaults: { workspace: inner } } });
      const names = JSON.stringify([way, `${way}.own`, elsewhere]);
      await run(
        beta,
        `const fs = require("fs"), [way, own, other] = ${names};
        const swap = () => {
          for (let round = 0; round < 100; round += 1) {
            fs.renameSync(way, own); fs.symlinkSync(other, way); fs.unlinkSync(way); fs.renameSync(own, way);
          }
          setImmediate(swap);
        };
        setImmediate(swap)`,
      );
      for (let round = 0; round < 12; round += 1) {
        // By its handle: by its name, the test itself would be led away.
        await held.chmod(0o777);
        await order("close-files", [inner, outer]).catch((error: AgentFailure) => {
          expect(["CONFIG_CHANGED", "PATH_FOREIGN"]).toContain(error.detail.code);
        });
      }
      await children.pop()?.kill();
      const { ino, mode, uid, gid, mtimeMs, ctimeMs } = seen;
      expect(await stat(outer)).toMatchObject({ ino, mode, uid, gid, mtimeMs, ctimeMs });
      for (const place of [outer, `${way}.own`, way]) await rm(place, { recursive: true, force: true });
    });

    test("a repeated call of the same operation converges, though nothing is found any more", async () => {
      await chmod(beta.layout.state, 0o755);
      const { slug } = beta.record();
      const again = {
        slug,
        operationId: randomUUID(),
        generation: beta.record().generation,
        fix: "close-files" as const,
        subjects: [beta.layout.state],
      };
      await planted.handlers["mistake.fix"](again, () => {}, never);
      await planted.handlers["mistake.fix"](again, () => {}, never);
      expect((await stat(beta.layout.state)).mode & 0o777).toBe(0o700);
      const other = planted.handlers["mistake.fix"]({ ...again, operationId: randomUUID() }, () => {}, never);
      await expect(other).rejects.toEqual(refusal("CONFIG_CHANGED"));
    });

    test("changes the hooks token and nothing else of the file, comments included", async () => {
      const token = "hooks-token-of-beta-0123456789abcdef";
      await edit(beta, { hooks: { enabled: true, token } });
      const text = `// by hand\n${await readFile(beta.layout.configFile, "utf8")}`;
      await writeFile(beta.layout.configFile, text);
      await acme.edit((config) => ({ ...config, hooks: { enabled: true, token } }));
      await planted.click(beta, "shared-hooks-token", "new-hooks-token");
      const after = await readFile(beta.layout.configFile, "utf8");
      const now = /"token": ?"([\w-]{43})"/.exec(after)?.[1] ?? "";
      expect(after.replace(now, token)).toBe(text);
    });

    test("refuses a hooks token that comes from an included file", async () => {
      const file = path.join(beta.layout.config, "hooks.json5");
      await writeFile(file, `{ enabled: true, token: "hooks-token-0123456789abcdef" }`, { mode: 0o640 });
      await chown(file, 0, beta.record().gid);
      await edit(beta, { hooks: { $include: "./hooks.json5" } });
      await expect(order("new-hooks-token", ["f00d"])).rejects.toEqual(refusal("CONFIG_CHANGED"));
      await rm(file);
    });

    test("never writes over another secret that the dashboard has", async () => {
      await planted.configure(beta, { channels: [telegram] });
      await setSecret(
        beta,
        "/channels/telegram/default/botToken",
        "987654321:AAentered-in-the-dashboard-01234",
      );
      const secrets = await readFile(beta.layout.secretsFile, "utf8");
      await edit(beta, { channels: { telegram: { enabled: true, accounts: { default: { botToken } } } } });
      const config = await readFile(beta.layout.configFile, "utf8");
      const moved = order("move-secrets", ["channels.telegram.accounts.default.botToken"]);
      await expect(moved).rejects.toEqual(refusal("CONFIG_REFUSED"));
      expect(await readFile(beta.layout.secretsFile, "utf8")).toBe(secrets);
      expect(await readFile(beta.layout.configFile, "utf8")).toBe(config);
    });

    test("puts a moved secret where the configuration reads it", async () => {
      await planted.configure(beta, { channels: [telegram] });
      const written = await readFile(beta.layout.configFile, "utf8");
      await edit(beta, { channels: { telegram: { enabled: true, accounts: { default: { botToken } } } } });
      await planted.click(beta, "plain-secret-in-config", "move-secrets");
      expect(await readFile(beta.layout.configFile, "utf8")).toBe(written);
      expect(JSON.parse(await readFile(beta.layout.secretsFile, "utf8"))).toMatchObject({
        channels: { telegram: { default: { botToken } } },
      });
    });

    test("gives back owner and mode as provisioning made them", async () => {
      const { state, secretsFile, config, configFile } = beta.layout;
      const places = [state, secretsFile, config, configFile];
      const look = () =>
        Promise.all(
          places.map(async (place) => {
            const { mode, uid, gid } = await stat(place);
            return { place, mode, uid, gid };
          }),
        );
      const before = await look();
      for (const place of places) {
        await chmod(place, 0o777);
        await chown(place, acme.record().uid, acme.record().gid);
      }
      await planted.click(beta, "open-files", "close-files");
      expect(await look()).toEqual(before);
    });

    test("follows no link and changes no file with a second name", async () => {
      const target = path.join(elsewhere, "target");
      await writeFile(target, "", { mode: 0o644 });
      await rename(beta.layout.backups, `${beta.layout.backups}-own`);
      await symlink(elsewhere, beta.layout.backups);
      const led = order("close-files", [beta.layout.backups, elsewhere, target]);
      await expect(led).rejects.toEqual(refusal("CONFIG_CHANGED"));
      await rm(beta.layout.backups);
      await rename(`${beta.layout.backups}-own`, beta.layout.backups);
      await link(beta.layout.secretsFile, `${beta.layout.secretsFile}.second`);
      await chmod(beta.layout.secretsFile, 0o644);
      await expect(order("close-files", [beta.layout.secretsFile])).rejects.toEqual(refusal("PATH_FOREIGN"));
      await rm(`${beta.layout.secretsFile}.second`);
      await order("close-files", [beta.layout.secretsFile]);
      expect((await stat(beta.layout.secretsFile)).mode & 0o777).toBe(0o600);
    });

    test("that a later order has overtaken is dropped", async () => {
      const { slug } = beta.record();
      const fix = { fix: "close-files" as const, subjects: ["/x"] };
      const stale = { slug, operationId: randomUUID(), generation: 0, ...fix };
      const dropped = planted.handlers["mistake.fix"](stale, () => {}, never);
      await expect(dropped).rejects.toEqual(refusal("STALE_GENERATION"));
    });
  });
});
