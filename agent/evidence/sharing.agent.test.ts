import { mkdir, rm, symlink } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findSharing } from "#lib/domain/checklist/sharing.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import type { TestHost, TestTenant } from "./testing/build-host.ts";
import { buildPair } from "./testing/build-pair.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("sharing between two tenants with OS users of their own (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  beforeEach(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
  });
  afterEach(() => host.remove());

  /** "item kind" of everything that beta shares with acme. */
  async function shared(): Promise<string[]> {
    const { tenants } = await host.evidence();
    return (findSharing(tenants).get(beta.record.slug) ?? []).map(({ item, kind }) => `${item} ${kind}`);
  }

  test("separate tenants share nothing and have no defect", async () => {
    const evidence = hostEvidenceSchema.parse(await host.evidence());
    expect(await shared()).toEqual([]);
    expect(evidence.tenants.flatMap(({ items }) => items.flatMap(({ defects }) => defects))).toEqual([]);
    for (const { items } of evidence.tenants) {
      expect(items.filter(({ isMeasured }) => !isMeasured).map(({ item, reason }) => [item, reason])).toEqual(
        [["port", "Gateway is stopped; nothing listens."]],
      );
    }
  });

  test("finds one workspace in two configurations", async () => {
    const agents = { defaults: { workspace: acme.layout.workspace } };
    await host.writeConfig(beta, { ...beta.config, agents });
    expect(await shared()).toEqual(["workspace path", "workspace inode", "workspace uid"]);
    const { defects } = await host.observe(beta, "workspace");
    expect(defects.map(({ id }) => id)).toEqual(["workspace.outside-boundary", "workspace.wrong-owner"]);
  });

  test("finds the workspace of a second agent that lies in the other's state directory", async () => {
    const agents = {
      ...(beta.config.agents as object),
      entries: { helper: { workspace: `${acme.layout.state}/deep` } },
    };
    await host.writeConfig(beta, { ...beta.config, agents });
    expect(await shared()).toEqual(["workspace path"]);
  });

  test("finds an agent's state that is kept in the other's state directory", async () => {
    const entries = { helper: { agentDir: `${acme.layout.state}/agents/main/agent` } };
    const agents = { ...(beta.config.agents as object), entries };
    await host.writeConfig(beta, { ...beta.config, agents });
    expect(await shared()).toEqual(["state-directory path"]);
  });

  test("finds a workspace that is a symbolic link to the other's", async () => {
    await rm(beta.layout.workspace, { recursive: true });
    await symlink(acme.layout.workspace, beta.layout.workspace);
    expect(await shared()).toEqual(["workspace path", "workspace inode", "workspace uid"]);
    const { defects } = await host.observe(beta, "workspace");
    expect(defects[0]?.message).toContain("symbolic link");
  });

  test("finds one Gateway token in two secrets files, and shows none of it", async () => {
    const token = "one-token-for-both-0123456789abcdef";
    await host.writeSecrets(acme, { gateway: { token } });
    await host.writeSecrets(beta, { gateway: { token } });
    expect(await shared()).toEqual(["gateway-token fingerprint"]);
    expect(JSON.stringify(await host.evidence())).not.toContain(token);
  });

  test("finds a model key that is also the other's bot token", async () => {
    const key = { source: "file", provider: "bulkhead", id: "/key" };
    await host.writeSecrets(acme, { gateway: { token: "token-of-acme" }, key: "123456:shared-value" });
    await host.writeSecrets(beta, { gateway: { token: "token-of-beta" }, key: "123456:shared-value" });
    await host.writeConfig(acme, { ...acme.config, models: { providers: { openai: { apiKey: key } } } });
    await host.writeConfig(beta, { ...beta.config, channels: { telegram: { botToken: key } } });
    expect(await shared()).toEqual(["channel-credentials fingerprint"]);
  });

  test("finds one log file", async () => {
    await host.writeConfig(beta, { ...beta.config, logging: { file: acme.layout.logFile } });
    expect(await shared()).toEqual(["logs path", "logs inode", "logs uid"]);
  });

  test("finds port blocks that overlap", async () => {
    // What runs beside this test has the neighbouring blocks: all but the last port of one is acme's.
    const gateway = { ...(beta.config.gateway as object), port: acme.record.basePort - 1 };
    await host.writeConfig(beta, { ...beta.config, gateway });
    expect(await shared()).toEqual(["port port-range"]);
    const { defects } = await host.observe(beta, "port");
    expect(defects.map(({ id }) => id)).toEqual(["port.config-differs"]);
  });

  test.each([
    "ws://127.0.0.1:9222/devtools",
    "http://LOCALHOST.:9222",
    "http://[::ffff:7f00:1]:9222",
    "http://0x7f.1:9222",
    `http://${hostname()}:9222`,
  ])("finds one browser address that is also written %s", async (other) => {
    const browser = (cdpUrl: string) => ({ enabled: true, profiles: { work: { cdpUrl } } });
    await host.writeConfig(acme, { ...acme.config, browser: browser("http://localhost:9222") });
    await host.writeConfig(beta, { ...beta.config, browser: browser(other) });
    expect(await shared()).toEqual(["browser-profile endpoint"]);
  });

  test("finds one browser's user data", async () => {
    const userDataDir = path.join(acme.layout.browser, "shared", "user-data");
    await mkdir(userDataDir, { recursive: true });
    await host.writeConfig(beta, { ...beta.config, browser: { profiles: { work: { userDataDir } } } });
    expect(await shared()).toContain("browser-profile inode");
  });
});
