import { execFileSync } from "node:child_process";
import {
  chmod,
  chown,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { TestHost, TestTenant } from "./testing/build-host.ts";
import { buildPair } from "./testing/build-pair.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("a tenant that tries to trick the agent (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let mallory: TestTenant;
  beforeEach(async () => {
    [host, acme, mallory] = await buildPair("acme", "mallory");
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

  test.each([
    ["behind a closed directory", 0o700, 0o755, []],
    ["where everybody may pass", 0o711, 0o755, ["browser-profile.open-mode"]],
    ["where a group may pass", 0o710, 0o750, ["browser-profile.open-mode"]],
    ["closed itself where everybody may pass", 0o711, 0o700, []],
  ])("takes a browser's directory %s for what it is", async (_, above, mode, expected) => {
    const browser = path.join(mallory.layout.state, "browser");
    await mkdir(browser);
    await chown(browser, mallory.record.uid, mallory.record.gid);
    await chmod(browser, mode);
    await chmod(mallory.layout.state, above);
    const { defects } = await host.observe(mallory, "browser-profile");
    expect(defects.map(({ id }) => id)).toEqual(expected);
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

  test("names each file of the host's that lets something run as a tenant's user, or lets it become another", async () => {
    const { userName, uid } = mallory.record;
    const files: [what: string, file: string, text: string][] = [
      ["scheduled-job", "/etc/cron.d/bulkhead-test", `0 0 30 2 * ${userName} /bin/true\n`],
      ["service-unit", "/run/systemd/system/bulkhead-test.service", `[Service]\nUser=${uid}\n`],
      ["doas", "/etc/doas.d/bulkhead-test.conf", `permit nopass ${userName}\n`],
      ["polkit", "/etc/polkit-1/rules.d/99-bulkhead-test.rules", `subject.user == "${userName}"\n`],
      ["ssh-keys", "/etc/ssh/sshd_config.d/bulkhead-test.conf", "AuthorizedKeysFile /etc/bulkhead-keys/%u\n"],
    ];
    const keys = `/etc/bulkhead-keys/${userName}`;
    for (const [, file, text] of [...files, ["", keys, "ssh-ed25519 AAAA mallory\n"] as const])
      onTestFinished(await writeOnHost(file, text));
    const subuid = await readFile("/etc/subuid", "utf8").catch(() => "");
    onTestFinished(await writeOnHost("/etc/subuid", `${subuid}${userName}:${acme.record.uid}:1\n`));

    const { defects } = await host.observe(mallory, "host-access");
    for (const [what, file] of [
      ...files.slice(0, 4),
      ["ssh-keys", keys],
      ["subordinate-ids", "/etc/subuid"],
    ]) {
      const found = defects.find(({ id }) => id === `host-access.${what}`);
      expect(found?.message, what).toContain(file);
    }
    expect(defects).toHaveLength(6);
    expect((await host.observe(acme, "host-access")).defects).toEqual([]);
  });

  test("does not vouch for who comes in where sshd leaves that to somebody else", async () => {
    const signed = "a key in /etc/ssh/bulkhead-ca.pub signed";
    expect((await host.observe(acme, "host-access")).reason ?? "").not.toContain(signed);
    const text = "Match Group *\n  TrustedUserCAKeys /etc/ssh/bulkhead-ca.pub\n";
    onTestFinished(await writeOnHost("/etc/ssh/sshd_config.d/bulkhead-test.conf", text));
    const after = await host.observe(acme, "host-access");
    expect(after.reason).toContain(signed);
    expect(after.isMeasured).toBe(false);
  });
});

/** Puts a file where the host's own lie; the answer puts back what was there. */
async function writeOnHost(file: string, text: string): Promise<() => Promise<void>> {
  const before = await readFile(file, "utf8").catch(() => null);
  const made = await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return async () => {
    if (before === null) await rm(file, { force: true });
    else await writeFile(file, before);
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  };
}
