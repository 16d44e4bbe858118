import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { AgentContext } from "#agent/context/context.ts";
import { startDraft } from "#agent/evidence/sources/evidence-builder.ts";
import type { HostSnapshot } from "#agent/evidence/sources/host-snapshot.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { stoppedTenant } from "#agent/fixtures/stopped-tenant.ts";
import { noGrants } from "#agent/host/grants/testing/no-grants.ts";
import type { HostAccounts } from "#agent/host/read-accounts.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { observeHostAccess } from "./host-access.ts";

const uid = 60_000;
const account = { name: "bh-acme", uid, gid: uid, home: "/nonexistent", shell: "/usr/sbin/nologin" };
const safe: HostAccounts = {
  accounts: [account],
  groups: [
    { name: "bh-acme", gid: uid, members: [] },
    { name: "docker", gid: 999, members: [] },
  ],
  passwords: new Map([["bh-acme", "locked"]]),
  sudoRules: [],
  sshKeys: new Map(),
  otherSources: [],
};

type Case = {
  readonly accounts?: Partial<HostAccounts>;
  readonly userName?: string;
  /** What lies at the home that the tenant works in. */
  readonly home?: string;
};

/** What is seen of a stopped tenant with an OS user of its own. */
async function look({ accounts = {}, userName = "bh-acme", home = "/nonexistent" }: Case) {
  const plain = stoppedTenant(slugSchema.parse("acme"), { rung: "os-user", uid, gid: uid, userName });
  const layout = { ...plain.layout, home };
  const context: Partial<AgentContext> = { uid: 0 };
  const host: Partial<HostSnapshot> = { accounts: { ...safe, ...accounts }, grants: noGrants };
  const view: Partial<TenantView> = {
    ...{ record: { ...plain, layout }, layout, gateway: null },
    ...{ context: context as AgentContext, host: host as HostSnapshot },
  };
  const draft = startDraft("host-access", new Date(0));
  await observeHostAccess(draft, view as TenantView);
  const { isMeasured, defects } = draft.finish();
  return { isMeasured, defects: defects.map(({ id }) => id.replace("host-access.", "")) };
}

const inGroup = (name: string) =>
  safe.groups.map((group) => (group.name === name ? { ...group, members: ["bh-acme"] } : group));

describe("what an OS user of a tenant's own may do", () => {
  it("is nothing where nothing lets it in", async () => {
    expect(await look({})).toEqual({ isMeasured: true, defects: [] });
  });

  it.each<[what: string, accounts: Partial<HostAccounts>, defect: string]>([
    ["a password that can be used", { passwords: new Map([["bh-acme", "usable"]]) }, "password"],
    ["an empty password", { passwords: new Map([["bh-acme", "empty"]]) }, "password"],
    ["a login shell", { accounts: [{ ...account, shell: "/bin/bash" }] }, "login-shell"],
    ["no shell of its own, which is the system's", { accounts: [{ ...account, shell: "" }] }, "login-shell"],
    ["a rule in sudoers", { sudoRules: [{ subject: "bh-acme" }] }, "sudo"],
    ["a rule for its group", { sudoRules: [{ subject: "%bh-acme" }] }, "sudo"],
    ["a powerful group", { groups: inGroup("docker") }, "powerful-group"],
    ["SSH keys", { sshKeys: new Map([["bh-acme", 2]]) }, "ssh-keys"],
    ["somebody else with its number", { accounts: [account, { ...account, name: "x" }] }, "shared-user"],
    [
      "somebody else in its group",
      { groups: [{ name: "bh-acme", gid: uid, members: ["x"] }] },
      "shared-group",
    ],
  ])("is broken by %s", async (_, accounts, defect) => {
    expect((await look({ accounts })).defects).toContain(defect);
  });

  it.each<[what: string, which: Case]>([
    ["sudo rules", { accounts: { sudoRules: null } }],
    ["passwords", { accounts: { passwords: null } }],
    ["SSH keys", { accounts: { sshKeys: new Map([["bh-acme", null]]) } }],
    ["an account of that name and number", { userName: "bh-other" }],
  ])("is not measured without %s", async (_, which) => {
    expect(await look(which)).toEqual({ isMeasured: false, defects: [] });
  });
});

describe("SSH keys at the home that a tenant works in", () => {
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlaceholderPlaceholderPlaceholderPlacehold someone";
  async function homeWith(write: (directory: string) => Promise<unknown>): Promise<string> {
    const home = await mkdtemp(path.join(tmpdir(), "host-access-"));
    await mkdir(path.join(home, ".ssh"));
    await write(path.join(home, ".ssh"));
    return home;
  }

  it("break it, also where the account's home is another", async () => {
    const home = await homeWith((ssh) => writeFile(path.join(ssh, "authorized_keys"), `${key}\n`));
    expect((await look({ home })).defects).toEqual(["ssh-keys"]);
  });

  it("are not measured where they can't be read: a link may lead sshd to some", async () => {
    const home = await homeWith((ssh) => symlink("elsewhere", path.join(ssh, "authorized_keys")));
    expect(await look({ home })).toEqual({ isMeasured: false, defects: [] });
  });
});
