import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import type { TestHost, TestTenant } from "../testing/build-host.ts";
import { buildPair } from "../testing/build-pair.ts";

const isRoot = process.getuid?.() === 0;
// The tests' own Node may lie where no tenant's user can go.
const node = isRoot ? path.join(await testRuntime(), defaultRuntimeVersion, "bin", "node") : "";
const botToken = "123456789:AAexample-token-of-a-bot-0123456789";
const noEnvironment = {} as NodeJS.ProcessEnv;
const apiKey = "sk-example-key-0123456789abcdef";

describe.skipIf(!isRoot)("mistakes planted on real tenants (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  beforeEach(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
  });
  afterEach(() => host.remove());

  async function outcomes() {
    const evidence = hostEvidenceSchema.parse(await host.evidence());
    const seen = evidence.tenants.map(({ slug, configuration }) => ({
      slug,
      configuration: configuration ?? null,
    }));
    return applyRules(seen);
  }

  /** The rules that were broken on a tenant. */
  async function found(tenant: TestTenant): Promise<MistakeId[]> {
    const all = await outcomes();
    return all
      .filter(({ slug, state }) => slug === tenant.record.slug && state === "found")
      .map(({ ruleId }) => ruleId);
  }

  async function outcome(tenant: TestTenant, id: MistakeId) {
    const one = (await outcomes()).find(({ slug, ruleId }) => slug === tenant.record.slug && ruleId === id);
    if (one === undefined) throw new Error(`No outcome of ${id}`);
    return one;
  }

  const change = (tenant: TestTenant, changes: Record<string, unknown>) =>
    host.writeConfig(tenant, { ...tenant.config, ...changes });
  const gatewayOf = ({ config }: TestTenant) => config.gateway as Record<string, object>;

  test("separate tenants are clean, but for what only a running Gateway shows", async () => {
    const unclean = (await outcomes()).filter(({ state }) => state !== "clean");
    expect(unclean.map(({ ruleId, state }) => `${ruleId} ${state}`)).toEqual([
      "secret-in-arguments not-measured",
      "secret-in-arguments not-measured",
      "plugin-writes-outside-state not-measured",
      "plugin-writes-outside-state not-measured",
    ]);
  });

  test("names the way by which a directory is shared, and whose it is", async () => {
    await rename(beta.layout.workspace, `${beta.layout.workspace}-own`);
    await symlink(acme.layout.workspace, beta.layout.workspace);
    const { faults } = await outcome(beta, "shared-directories");
    expect(faults[0]?.detail).toContain("through a symbolic link");
    expect(faults[0]?.others).toEqual([acme.record.slug]);
    await rm(beta.layout.workspace);
    await rename(`${beta.layout.workspace}-own`, beta.layout.workspace);
    expect(await found(beta)).toEqual([]);
  });

  describe("one secret in two tenants", () => {
    const secrets = (token: string, more: object = {}) => ({ gateway: { token }, ...more });
    const reference = (id: string) => ({ source: "file", provider: "bulkhead", id });

    test("is found as a shared Gateway token, and as a shared API key where the API is on", async () => {
      for (const tenant of [acme, beta])
        await host.writeSecrets(tenant, secrets("one-token-for-both-0123456789"));
      expect(await found(acme)).toEqual(["shared-gateway-token"]);
      const http = { endpoints: { chatCompletions: { enabled: true } } };
      await change(beta, { gateway: { ...gatewayOf(beta), http } });
      for (const tenant of [acme, beta]) {
        expect(await found(tenant)).toEqual(["shared-openai-key", "shared-gateway-token"]);
      }
      await host.writeSecrets(beta, secrets("another-token-0123456789abcdef"));
      expect(await found(acme)).toEqual([]);
    });

    test("is found as a shared bot, also when the bot's token was renewed in one of them", async () => {
      const channels = { telegram: { botToken: reference("/bot") } };
      for (const tenant of [acme, beta]) await change(tenant, { channels });
      await host.writeSecrets(acme, secrets("token-of-acme-0123456789", { bot: botToken }));
      await host.writeSecrets(beta, secrets("token-of-beta-0123456789", { bot: botToken }));
      expect(await found(acme)).toEqual(["shared-channel-account"]);
      await host.writeSecrets(
        beta,
        secrets("token-of-beta-0123456789", { bot: `${botToken.slice(0, 12)}renewed` }),
      );
      expect(await found(beta)).toEqual(["shared-channel-account"]);
      await host.writeSecrets(beta, secrets("token-of-beta-0123456789", { bot: "987654321:another" }));
      expect(await found(beta)).toEqual([]);
    });

    test("is found as a shared hooks token", async () => {
      for (const tenant of [acme, beta])
        await change(tenant, { hooks: { enabled: true, token: "one-hooks-token-0123" } });
      expect(await found(acme)).toEqual(["shared-hooks-token", "plain-secret-in-config"]);
    });

    test("is found as a token used again, on both sides of the name", async () => {
      await change(beta, { models: { providers: { proxy: { apiKey: reference("/key") } } } });
      await host.writeSecrets(acme, secrets("token-of-acme-0123456789"));
      await host.writeSecrets(beta, secrets("token-of-beta-0123456789", { key: "token-of-acme-0123456789" }));
      const { faults } = await outcome(acme, "token-reused-as-api-key");
      expect(faults).toMatchObject([{ others: [beta.record.slug] }]);
    });

    test("is found as one model key, and is not measured while one of the keys is out of sight", async () => {
      for (const tenant of [acme, beta]) {
        await change(tenant, { models: { providers: { openai: { apiKey: reference("/key") } } } });
        await host.writeSecrets(
          tenant,
          secrets(`token-of-${tenant.record.slug}-0123456789`, { key: apiKey }),
        );
      }
      expect(await found(beta)).toEqual(["shared-openai-key"]);
      const command = { source: "exec", provider: "x", id: "cat" };
      await change(beta, { models: { providers: { openai: { apiKey: command } } } });
      expect(await outcome(beta, "shared-openai-key")).toMatchObject({ state: "not-measured" });
      expect((await outcome(acme, "shared-openai-key")).reason).toContain(beta.record.slug);
    });
  });

  test("finds secrets in .env files by name, without their values", async () => {
    const file = path.join(beta.layout.workspace, ".env.local");
    await writeFile(file, `# keys\nexport OPENAI_API_KEY="${apiKey}"\nCOLOR=blue\n`);
    await chown(file, beta.record.uid, beta.record.gid);
    const { faults } = await outcome(beta, "secret-in-dotenv");
    expect(faults.map(({ detail }) => detail)).toEqual([`OPENAI_API_KEY lies in ${file}.`]);
    expect(JSON.stringify(await host.evidence())).not.toContain(apiKey);
    await rm(file);
    expect(await found(beta)).toEqual([]);
  });

  test("finds a secret in the arguments of whatever runs as the tenant", async () => {
    const child = spawn(
      node,
      [
        "-e",
        "process.stdout.write('on'); setInterval(() => {}, 1000)",
        "--",
        "--token",
        "hush-hush-0123456789",
      ],
      {
        uid: beta.record.uid,
        gid: beta.record.gid,
        cwd: "/",
        stdio: ["ignore", "pipe", "ignore"],
        env: noEnvironment,
      },
    );
    const exited = once(child, "exit");
    try {
      await once(child.stdout, "data");
      const { faults } = await outcome(beta, "secret-in-arguments");
      expect(faults[0]?.detail).toContain("--token");
      expect(JSON.stringify(await host.evidence())).not.toContain("hush-hush");
    } finally {
      child.kill("SIGKILL");
      await exited;
    }
    expect(await found(beta)).toEqual([]);
  });

  test("finds a secret in the environment, and a file written elsewhere, of a process that runs as the Gateway", async () => {
    const elsewhere = path.join(path.dirname(host.context.paths.tenants), "elsewhere.db");
    await writeFile(elsewhere, "");
    await chown(elsewhere, beta.record.uid, beta.record.gid);
    const program = `require("fs").openSync(${JSON.stringify(elsewhere)}, "a"); process.stdout.write("on"); setInterval(() => {}, 1000)`;
    const child = spawn(node, ["-e", program], {
      uid: beta.record.uid,
      gid: beta.record.gid,
      cwd: "/",
      stdio: ["ignore", "pipe", "ignore"],
      env: {
        ...noEnvironment,
        OPENAI_API_KEY: apiKey,
        OPENCLAW_STATE_DIR: beta.layout.state,
        OPENCLAW_CONFIG_PATH: beta.layout.configFile,
      },
    });
    const exited = once(child, "exit");
    try {
      await once(child.stdout, "data");
      Object.assign(beta.record, { process: identifyProcess(host.context, child.pid, beta.record.uid) });
      expect((await outcome(beta, "secret-in-arguments")).faults[0]?.detail).toContain("OPENAI_API_KEY");
      expect((await outcome(beta, "plugin-writes-outside-state")).faults[0]?.detail).toContain(
        "elsewhere.db",
      );
    } finally {
      child.kill("SIGKILL");
      await exited;
    }
  });

  test("finds another tenant's files in an archive, packed or not", async () => {
    const archive = path.join(beta.layout.backups, "all.tar.gz");
    const { tenants } = host.context.paths;
    // Packed outside: tar gives up on a directory that changes while it reads.
    const pack = async (into: string, flags: string, ...slugs: string[]) => {
      const packed = path.join(path.dirname(tenants), "packed");
      execFileSync("tar", [flags, packed, "-C", tenants, ...slugs]);
      await rename(packed, into);
    };
    await pack(archive, "-czf", beta.record.slug, acme.record.slug);
    expect((await outcome(beta, "backup-holds-two-tenants")).faults).toMatchObject([
      { others: [acme.record.slug] },
    ]);
    expect(await found(acme)).toEqual(["backup-holds-two-tenants"]);
    await rm(archive);
    await pack(path.join(beta.layout.backups, "own.tar"), "-cf", beta.record.slug);
    expect(await found(beta)).toEqual([]);
    await writeFile(path.join(beta.layout.backups, "damaged.tgz"), "not an archive");
    expect(await outcome(beta, "backup-holds-two-tenants")).toMatchObject({ state: "not-measured" });
  });

  test("follows an include inside the tenant's own tree and finds what is in it", async () => {
    const file = path.join(beta.layout.config, "channels.json5");
    await writeFile(file, `{ /* by hand */ telegram: { botToken: "${botToken}" } }`, { mode: 0o640 });
    await chown(file, 0, beta.record.gid);
    await change(beta, { channels: { $include: "./channels.json5" } });
    expect(await found(beta)).toEqual(["plain-secret-in-config"]);
  });

  test.each(["{ nonsense", "[]"])(
    "measures nothing that a configuration must say when it is %s",
    async (text) => {
      await writeFile(beta.layout.configFile, text);
      const states = (await outcomes()).filter(({ slug }) => slug === beta.record.slug);
      for (const id of ["plain-secret-in-config", "shared-gateway-token", "overlapping-ports"] as const) {
        expect(states.find(({ ruleId }) => ruleId === id)).toMatchObject({ state: "not-measured" });
      }
      // What compares tenants is no longer sure of the neighbour either.
      expect(await outcome(acme, "shared-gateway-token")).toMatchObject({ state: "not-measured" });
    },
  );

  test("says nothing is measured of a tenant whose record is lost", async () => {
    host.loseRecord(beta);
    const lost = (await outcomes()).filter(({ slug }) => slug === beta.record.slug);
    expect(new Set(lost.map(({ state }) => state))).toEqual(new Set(["not-measured"]));
  });
});
