import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import type { TestHost, TestTenant } from "./testing/build-host.ts";
import { buildPair } from "./testing/build-pair.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("what two tenants' configurations hold of secrets (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  beforeEach(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
  });
  afterEach(() => host.remove());

  async function look() {
    const evidence = hostEvidenceSchema.parse(await host.evidence());
    const outcomes = applyRules(
      evidence.tenants.map(({ slug, configuration }) => ({ slug, configuration: configuration ?? null })),
    );
    const of = (tenant: TestTenant) => {
      const own = outcomes.filter(({ slug }) => slug === tenant.record.slug);
      return {
        rules: (state: string) => own.filter((each) => each.state === state).map(({ ruleId }) => ruleId),
        faults: (id: MistakeId) => own.find(({ ruleId }) => ruleId === id)?.faults ?? [],
        settings: () =>
          (evidence.tenants.find(({ slug }) => slug === tenant.record.slug)?.configuration?.secrets ?? [])
            .filter(({ place }) => place === "config")
            .map(({ setting }) => setting),
      };
    };
    return { evidence, outcomes, of, text: JSON.stringify([evidence, outcomes]) };
  }

  const change = (tenant: TestTenant, changes: Record<string, unknown>) =>
    host.writeConfig(tenant, { ...tenant.config, ...changes });
  const gatewayOf = ({ config }: TestTenant) => config.gateway as Record<string, object>;
  const withToken = (tenant: TestTenant, token: unknown) => ({
    gateway: { ...gatewayOf(tenant), auth: { mode: "token", token } },
  });

  test("a secret that is written like the name of a variable is one, and is compared", async () => {
    for (const tenant of [acme, beta]) {
      await change(tenant, {
        ...withToken(tenant, "SUMMER_AGENCY_2026"),
        channels: { telegram: { enabled: true, botToken: "REPLACE_ME_BOT_TOKEN" } },
        hooks: { enabled: true, token: "HOOK_TOKEN_SHARED_1" },
      });
    }
    const { of, text } = await look();
    for (const tenant of [acme, beta]) {
      expect(of(tenant).rules("found")).toEqual(
        expect.arrayContaining([
          "plain-secret-in-config",
          "shared-gateway-token",
          "shared-hooks-token",
          "shared-channel-account",
        ]),
      );
      expect(of(tenant).settings().sort()).toEqual([
        "channels.telegram.botToken",
        "gateway.auth.token",
        "hooks.token",
      ]);
    }
    for (const value of ["SUMMER_AGENCY", "REPLACE_ME", "HOOK_TOKEN_SHARED"])
      expect(text).not.toContain(value);
  });

  test("what stands where a name belongs is never quoted, while it is not known to be one", async () => {
    const misplaced = {
      id: "TOKENVALUE0123456789ABCDEF",
      provider: "provideris0secret9word",
      tokenFile: "1111111111:AAFakeFakeFakeFakeFakeFakeFakeFakeFak",
      passwordFile: "correct horse battery",
      store: "STOREDVALUE98765",
      agent: "hunter2-as-an-agent",
      channel: "hunter2-as-a-channel",
      bindMode: "hunter2-as-a-bind",
      address: "hunter2-as-an-address",
      mode: "hunter2-as-a-mode",
      policy: "hunter2-as-a-policy",
      driver: "hunter2-as-a-driver",
      workspace: "sk-ant-api03-0123456789abcdef0123456789",
      bind: "ghp_0123456789abcdefghij0123456789abcdef",
    };
    await change(acme, {
      ...withToken(acme, { source: "env", provider: "default", id: misplaced.id }),
      agents: {
        defaults: { workspace: misplaced.workspace, sandbox: { docker: { binds: [misplaced.bind] } } },
      },
      channels: {
        telegram: { enabled: true, tokenFile: misplaced.tokenFile, dmPolicy: misplaced.policy },
        irc: { enabled: true, passwordFile: misplaced.passwordFile },
        slack: { enabled: true, botToken: { source: "store", provider: "default", id: misplaced.store } },
        discord: {
          enabled: true,
          token: { source: "file", provider: misplaced.provider, id: "/hunter2pointer" },
        },
      },
      browser: { profiles: { work: { driver: misplaced.driver, cdpUrl: misplaced.address } } },
      session: { dmScope: misplaced.mode },
      bindings: [{ agentId: misplaced.agent, match: { channel: misplaced.channel } }],
    });
    await change(beta, {
      gateway: { ...gatewayOf(beta), bind: misplaced.bindMode, auth: { mode: misplaced.mode } },
    });
    const { text, outcomes } = await look();
    for (const value of [...Object.values(misplaced), "hunter2pointer"]) expect(text).not.toContain(value);
    const reason = outcomes.find(
      ({ slug, ruleId }) => slug === acme.record.slug && ruleId === "shared-gateway-token",
    )?.reason;
    expect(reason).toContain("gateway.auth.token");
  });

  test("a file that is missing inside an include is not quoted", async () => {
    await host.writeConfig(acme, { ...acme.config, channels: { $include: "hunter2-is-no-file" } });
    const { text } = await look();
    expect(text).not.toContain("hunter2-is-no-file");
    expect(text).toContain("channels.$include");
  });

  test("secrets in lists and addresses are seen and compared", async () => {
    const values = [
      "sk-ant-api03-0123456789abcdef0123456789",
      "plain-looking-value",
      "0123456789abcdef0123456789",
      "hunter2hunter2",
      "0123456789abcdef01234567",
      "proxypass99",
    ];
    for (const tenant of [acme, beta]) {
      await change(tenant, {
        mcp: {
          servers: {
            gh: { command: "npx", args: ["-y", "gh-mcp", "--api-key", values[0]] },
            cal: { command: "npx", args: ["cal-mcp", "--password", values[1]] },
            remote: {
              command: "npx",
              args: [
                "mcp-remote",
                "https://crm.example.test/sse",
                "--header",
                `Authorization: Bearer ${values[2]}`,
              ],
            },
            db: {
              command: "pg-mcp",
              env: { DATABASE_URL: `postgres://agency:${values[3]}@db.example.test/clients`, LANG: "C" },
            },
            q: { url: `https://mcp.example.test/sse?api_key=${values[4]}` },
          },
        },
        channels: { telegram: { enabled: true, proxy: `socks5://agency:${values[5]}@10.0.0.9:1080` } },
      });
    }
    const { of, text, evidence } = await look();
    expect(of(acme).settings().sort()).toEqual([
      "channels.telegram.proxy",
      "mcp.servers.cal.args.2",
      "mcp.servers.db.env.DATABASE_URL",
      "mcp.servers.gh.args.3",
      "mcp.servers.q.url",
      "mcp.servers.remote.args.3",
    ]);
    expect(of(acme).rules("found")).toContain("plain-secret-in-config");
    const prints = evidence.tenants.map(({ configuration }) =>
      configuration?.secrets.filter(({ place }) => place === "config").map(({ fingerprint }) => fingerprint),
    );
    expect(prints[0]).toEqual(prints[1]);
    expect(new Set(prints[0]).size).toBe(6);
    for (const value of values) expect(text).not.toContain(value);
  });

  test("the secrets of every channel of the catalogue are seen", async () => {
    const channels = {
      feishu: {
        appSecret: "fsecretfsecret1",
        encryptKey: "fencryptfencrypt1",
        verificationToken: "fverify1",
      },
      tlon: { ship: "~sampel-palnet", url: "https://ship.example.test", code: "lidlut-tabwed-pillex-ridrup" },
      buzz: { authTag: "buzz-auth-tag-1", privateKey: "buzz-private-1" },
      "nextcloud-talk": { baseUrl: "https://nc.example.test", botSecret: "ncsecret1" },
      "synology-chat": {
        incomingUrl: "https://nas.example.test/entry.cgi?api=SYNO.Chat.External&token=%22abcdefabcdef%22",
        token: "synotoken1",
      },
      googlechat: {
        serviceAccount: { type: "service_account", private_key: "pk1", client_email: "a@b.test" },
      },
      wecom: { corpId: "ww1", encodingAESKey: "0123456789012345678901234567890123456789012" },
    };
    for (const tenant of [acme, beta]) await change(tenant, { channels });
    const { of, text } = await look();
    expect(of(acme).settings().sort()).toEqual(
      [
        "channels.buzz.authTag",
        "channels.buzz.privateKey",
        "channels.feishu.appSecret",
        "channels.feishu.encryptKey",
        "channels.feishu.verificationToken",
        "channels.googlechat.serviceAccount.private_key",
        "channels.nextcloud-talk.botSecret",
        "channels.synology-chat.incomingUrl",
        "channels.synology-chat.token",
        "channels.tlon.code",
        "channels.wecom.encodingAESKey",
      ].sort(),
    );
    expect(of(beta).rules("found")).toContain("shared-channel-account");
    for (const value of ["fencrypt", "lidlut", "abcdefabcdef", "012345678901234567"])
      expect(text).not.toContain(value);
  });

  test("accounts of their own at one hosted browser service are two browsers, one account is one", async () => {
    const browser = (token: string) => ({
      enabled: true,
      defaultProfile: "hosted",
      profiles: { hosted: { cdpUrl: `wss://production-sfo.browserless.io?token=${token}` } },
    });
    const browserRules = ["personal-and-company-browser", "overlapping-ports"];
    await change(acme, { browser: browser("aaaaaaaaaaaaaaaa1111") });
    await change(beta, { browser: browser("bbbbbbbbbbbbbbbb2222") });
    const apart = await look();
    expect(
      apart
        .of(acme)
        .rules("found")
        .filter((id) => browserRules.includes(id)),
    ).toEqual([]);
    expect(apart.of(acme).settings()).toEqual(["browser.profiles.hosted.cdpUrl"]);
    expect(apart.text).not.toContain("aaaaaaaa1111");
    const item = apart.evidence.tenants[0]?.items.find((each) => each.item === "browser-profile");
    expect(item?.defects.map(({ id }) => id)).toContain("browser-profile.fixed-address");

    await change(beta, { browser: browser("aaaaaaaaaaaaaaaa1111") });
    const shared = await look();
    expect(shared.of(acme).rules("found")).toContain("personal-and-company-browser");
    expect(shared.of(beta).rules("found")).toContain("personal-and-company-browser");
  });

  test("a token in the query makes no second browser of one on this host", async () => {
    for (const [tenant, token] of [
      [acme, "aaaaaaaaaaaaaaaa1111"],
      [beta, "bbbbbbbbbbbbbbbb2222"],
    ] as const)
      await change(tenant, {
        browser: { profiles: { one: { cdpUrl: `http://127.0.0.1:9222?token=${token}` } } },
      });
    expect((await look()).of(acme).rules("found")).toContain("personal-and-company-browser");
  });

  test("a Gateway token out of a document is a mistake of its own, the key of a local model server is none", async () => {
    const models = {
      providers: {
        ollama: { apiKey: "ollama-local" },
        studio: { apiKey: "lm-studio" },
        vllm: { apiKey: "EMPTY" },
        litellm: { apiKey: "sk-1234" },
        example: { apiKey: "<OPENAI_API_KEY>" },
        referred: { apiKey: { source: "file", provider: "bulkhead", id: "/models/referred" } },
      },
    };
    await change(acme, { ...withToken(acme, "your-long-random-token"), models });
    await change(beta, { models });
    for (const tenant of [acme, beta]) {
      const token = `token-of-${tenant.record.slug}-0123456789`;
      await host.writeSecrets(tenant, { gateway: { token }, models: { referred: "EMPTY" } });
    }
    const { of, text } = await look();
    expect(of(acme).settings()).toEqual(["gateway.auth.token"]);
    expect(of(acme).rules("found").sort()).toEqual(["plain-secret-in-config", "public-token"]);
    expect(of(acme).faults("public-token")[0]?.detail).toContain("gateway.auth.token");
    expect(of(beta).rules("found")).toEqual([]);
    expect(text).not.toContain("your-long-random-token");
  });
});
