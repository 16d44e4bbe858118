import { execFileSync } from "node:child_process";
import { chmod, chown, link, mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Item } from "#lib/domain/checklist/item.ts";
import { buildHost, type TestHost, type TestTenant } from "./testing/build-host.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("a tenant that tries to trick the agent (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let mallory: TestTenant;
  beforeEach(async () => {
    host = await buildHost(tmpdir());
    acme = await host.addTenant("acme");
    mallory = await host.addTenant("mallory");
    await host.writeSecrets(acme, {
      gateway: { token: "token-of-acme-0123456789abcdef" },
      key: "sk-of-acme-0123456789",
    });
  });
  afterEach(() => host.remove());

  async function reasonOf(item: Item): Promise<string> {
    const { isMeasured, reason } = await host.observe(mallory, item);
    expect(isMeasured).toBe(false);
    return reason ?? "";
  }

  test("does not read another tenant's secrets through a symbolic link", async () => {
    await rm(mallory.layout.secretsFile);
    await symlink(acme.layout.secretsFile, mallory.layout.secretsFile);
    expect(await reasonOf("gateway-token")).toContain("symbolic link");
  });

  test("does not read another tenant's secrets through a linked directory", async () => {
    await rm(mallory.layout.secrets, { recursive: true });
    await symlink(acme.layout.secrets, mallory.layout.secrets);
    expect(await reasonOf("gateway-token")).toContain("leads out of the tenant's tree");
  });

  test("does not read another tenant's secrets through a hard link", async () => {
    await rm(mallory.layout.secretsFile);
    await link(acme.layout.secretsFile, mallory.layout.secretsFile);
    expect(await reasonOf("gateway-token")).toContain("second name");
  });

  test("does not wait for a pipe in the place of a file", async () => {
    await rm(mallory.layout.secretsFile);
    execFileSync("mkfifo", [mallory.layout.secretsFile]);
    expect(await reasonOf("gateway-token")).toContain("not a regular file");
  });

  test("does not read a huge file", async () => {
    await truncate(mallory.layout.secretsFile, 64 * 1024 * 1024 * 1024);
    expect(await reasonOf("gateway-token")).toContain("larger than");
  });

  test("does not follow the configuration to a file outside the tree", async () => {
    const secrets = {
      providers: { bulkhead: { source: "file", path: acme.layout.secretsFile, mode: "json" } },
    };
    await host.writeConfig(mallory, { ...mallory.config, secrets });
    const evidence = await host.observe(mallory, "gateway-token");
    expect(evidence.reason).toContain("outside the tenant's tree");
    expect(evidence.identities.some(({ kind }) => kind === "fingerprint")).toBe(false);
    expect(evidence.defects.map(({ id }) => id)).toContain("gateway-token.outside-boundary");
  });

  test("does not open another tenant's database in the place of its own", async () => {
    const directory = path.join(mallory.layout.state, "state");
    await mkdir(path.join(acme.layout.state, "state"));
    await writeFile(path.join(acme.layout.state, "state", "openclaw.sqlite"), "not a database");
    await symlink(path.join(acme.layout.state, "state"), directory);
    expect(await reasonOf("model-credentials")).toContain("leads out of the tenant's tree");
  });

  test("does not run a query that a database makes endless", async () => {
    const directory = path.join(mallory.layout.state, "state");
    await mkdir(directory);
    using database = new DatabaseSync(path.join(directory, "openclaw.sqlite"));
    database.exec(
      `CREATE VIEW config_machine_state AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
       SELECT 'authProfiles.store' AS state_key, x AS value_json FROM n`,
    );
    expect(await reasonOf("model-credentials")).toContain("unknown shape");
  });

  test("says so when a database is no database", async () => {
    const directory = path.join(mallory.layout.state, "state");
    await mkdir(directory);
    await writeFile(path.join(directory, "openclaw.sqlite"), "x".repeat(9000));
    expect(await reasonOf("model-credentials")).toContain("not a database");
  });

  test("does not run a command that is named as a secret", async () => {
    const apiKey = { source: "exec", provider: "x", id: "touch /tmp/never" };
    await host.writeConfig(mallory, { ...mallory.config, models: { providers: { a: { apiKey } } } });
    expect(await reasonOf("model-credentials")).toContain("does not run");
  });

  test("does not follow an included configuration", async () => {
    await host.writeConfig(mallory, { ...mallory.config, tools: { $include: "/etc/passwd" } });
    expect(await reasonOf("workspace")).toContain("$include");
  });

  test.each([
    { what: "nonsense", text: "{ nonsense" },
    { what: "a list", text: "[]" },
    { what: "a bottomless list", text: "[".repeat(200_000) },
  ])("measures nothing from a configuration that is $what", async ({ text }) => {
    await writeFile(mallory.layout.configFile, text);
    for (const item of ["workspace", "gateway-token", "logs", "port"] as const) await reasonOf(item);
    const { defects } = await host.observe(mallory, "state-directory");
    expect(defects.map(({ id }) => id)).toEqual(["state-directory.config-invalid"]);
  });

  test("keeps control characters of a path out of the evidence", async () => {
    const agents = { defaults: { workspace: `${mallory.layout.tree}/a\u001b[2J\nb` } };
    await host.writeConfig(mallory, { ...mallory.config, agents });
    const { facts } = await host.observe(mallory, "workspace");
    expect(facts[0]?.value).not.toMatch(/\p{Cc}/u);
  });

  test("one tenant's missing tree leaves the other measured", async () => {
    await rename(mallory.layout.tree, `${mallory.layout.tree}-moved`);
    expect(await reasonOf("state-directory")).toContain("not there");
    expect((await host.observe(acme, "state-directory")).isMeasured).toBe(true);
  });

  test("keeps a tenant whose record is damaged among the neighbours, unmeasured", async () => {
    host.loseRecord(mallory);
    expect(await reasonOf("workspace")).toContain("record of this tenant is damaged");
  });

  test("finds a state directory that a group may read", async () => {
    await chmod(mallory.layout.state, 0o750);
    const { defects } = await host.observe(mallory, "state-directory");
    expect(defects.map(({ id }) => id)).toEqual(["state-directory.open-mode"]);
  });

  test("finds a configuration that the tenant can write", async () => {
    await chown(mallory.layout.configFile, mallory.record.uid, mallory.record.gid);
    const { defects } = await host.observe(mallory, "state-directory");
    expect(defects.map(({ id }) => id)).toContain("state-directory.config-writable");
  });

  test("finds a backup that others may read, and counts the archives", async () => {
    const archive = path.join(mallory.layout.backups, "2026-11-22.tar.gz");
    await writeFile(archive, "x", { mode: 0o644 });
    const { defects, facts } = await host.observe(mallory, "backups");
    expect(defects.map(({ id }) => id)).toEqual(["backups.open-mode"]);
    expect(facts).toContainEqual({ label: "Archives", value: "1" });
  });

  test("finds SSH keys, a login shell and a powerful group of the tenant's user", async () => {
    execFileSync("usermod", ["-s", "/bin/bash", "-a", "-G", "disk", mallory.record.userName]);
    await mkdir(path.join(mallory.layout.home, ".ssh"));
    await writeFile(path.join(mallory.layout.home, ".ssh", "authorized_keys"), "ssh-ed25519 AAAA mallory\n");
    const { defects } = await host.observe(mallory, "host-access");
    expect(defects.map(({ id }) => id)).toEqual([
      "host-access.powerful-group",
      "host-access.login-shell",
      "host-access.ssh-keys",
    ]);
    const { accounts } = await host.evidence();
    expect(accounts.find(({ name }) => name === mallory.record.userName)?.ways).toContain(
      "can log in with 1 SSH key",
    );
  });
});
