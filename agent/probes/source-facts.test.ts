import { describe, expect, it } from "vitest";
import type { HostAccounts } from "#agent/host/read-accounts.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { commonGroup, commonUser, powerfulGroup, readSourceFacts, type SourceFacts } from "./source-facts.ts";
import { sideOf } from "./testing/sides.ts";

const facts = (changes: Partial<Record<"uids" | "gids" | "ownGids", readonly number[]>>): SourceFacts => {
  const { uids = [60_001], ownGids = [60_001], gids = ownGids } = changes;
  return {
    ...{ uids: new Set(uids), gids: new Set(gids), ownGids: new Set(ownGids) },
    ...{ powerful: [], hasSudoRule: false, scheduled: [] },
  };
};
const other = facts({ uids: [60_002], ownGids: [60_002] });

describe("two tenants", () => {
  it("have no user in common unless one of either's processes has the other's", () => {
    expect(commonUser(facts({}), other).outcome).toBe("refused");
    expect(commonUser(facts({ uids: [60_001, 60_002] }), other).outcome).toBe("reached");
    expect(commonUser(facts({}), facts({ uids: [60_002, 60_001] })).outcome).toBe("reached");
  });

  it("share a group where one is in the other's own, by whatever way", () => {
    expect(commonGroup(facts({}), other).outcome).toBe("refused");
    expect(commonGroup(facts({ gids: [60_001, 60_002] }), other).outcome).toBe("reached");
  });

  it("don't share a group that is neither's own", () => {
    const mine = facts({ gids: [60_001, 100] });
    expect(commonGroup(mine, facts({ ownGids: [60_002], gids: [60_002, 100] })).outcome).toBe("refused");
  });
});

describe("what a tenant's processes are", () => {
  const account = { name: "bh-source", uid: 60_000, gid: 60_000, home: "/nonexistent", shell: "/bin/false" };
  const accounts: HostAccounts = {
    accounts: [account],
    groups: [
      { name: "bh-source", gid: 60_000, members: [] },
      { name: "docker", gid: 60_500, members: [] },
      { name: "friends", gid: 60_501, members: [] },
    ],
    passwords: null,
    sudoRules: [],
    sshKeys: new Map(),
    otherSources: [],
  };
  const { one } = sideOf("source", {});
  const member = (name: string): HostAccounts => ({
    ...accounts,
    groups: accounts.groups.map((group) =>
      group.name === name ? { ...group, members: ["bh-source"] } : group,
    ),
  });

  it("is its record and what the kernel says of its Gateway and its runner", async () => {
    const [uid, gid] = [process.getuid?.(), process.getgid?.()];
    const stopped = { ...one, gateway: null };
    expect([...(await readSourceFacts(stopped, accounts)).uids]).toEqual([60_000]);
    for (const running of [one, { ...stopped, runner: readProcess(process.pid) }]) {
      const seen = await readSourceFacts(running, accounts);
      expect([...seen.uids].sort()).toEqual([60_000, uid].sort());
      expect([...seen.ownGids].sort()).toEqual([60_000, gid].sort());
      expect([...seen.gids]).toEqual(expect.arrayContaining([60_000, gid, ...(process.getgroups?.() ?? [])]));
    }
  });

  it("is every group that the account files give its user, the powerful ones by name", async () => {
    const stopped = { ...one, gateway: null };
    const plain = await readSourceFacts(stopped, accounts);
    expect(powerfulGroup(plain).outcome).toBe("refused");
    const friend = await readSourceFacts(stopped, member("friends"));
    expect([...friend.gids]).toContain(60_501);
    expect(powerfulGroup(friend).outcome).toBe("refused");
    const powerful = await readSourceFacts(stopped, member("docker"));
    expect(powerfulGroup(powerful)).toMatchObject({
      outcome: "reached",
      seen: expect.stringContaining("docker"),
    });
    // Its own files still belong to its own group alone.
    expect([...powerful.ownGids]).toEqual([60_000]);
  });

  it.each<[what: string, sudoRules: HostAccounts["sudoRules"], hasRule: boolean | null]>([
    ["none where none names it", [], false],
    ["one where its name stands there", [{ subject: "bh-source" }], true],
    ["one where its group does", [{ subject: "%bh-source" }], true],
    ["not known where the rules can't be read", null, null],
  ])("has a sudo rule: %s", async (_, sudoRules, hasRule) => {
    expect((await readSourceFacts(one, { ...accounts, sudoRules })).hasSudoRule).toBe(hasRule);
  });

  it("is what rules and groups say of its name, also where the account comes from elsewhere", async () => {
    const elsewhere = { ...member("docker"), accounts: [] };
    const seen = await readSourceFacts(one, { ...elsewhere, sudoRules: [{ subject: "bh-source" }] });
    expect(seen.hasSudoRule).toBe(true);
    expect(powerfulGroup(seen).outcome).toBe("reached");
  });
});
