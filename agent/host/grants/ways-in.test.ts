import { expect, test } from "vitest";
import type { Grants } from "./read-grants.ts";
import { noGrants } from "./testing/no-grants.ts";
import { waysIn } from "./ways-in.ts";

const nothing = noGrants;
const acme = { name: "bh-acme", uid: 20_001, tree: "/b/tenants/acme", groups: ["ops"] };
const accounts = [
  { name: "root", uid: 0, gid: 0 },
  { name: "anna", uid: 1000, gid: 1000 },
  { name: "bh-acme", uid: 20_001, gid: 20_001 },
  { name: "bh-beta", uid: 20_002, gid: 20_500 },
];
const place = "/etc/x";
const polkit = (text: string, at = "/etc/polkit-1/rules.d/x.rules") => ({
  rules: [{ place: at, kind: "polkit" as const, text }],
});
const job = (user: string, command: string) => ({ jobs: [{ place, user, command }] });
const unit = (users: string[], runs: string[]) => ({ units: [{ place, users, runs }] });
const ids = (owner: string, first: number, count: number, file = "/etc/subuid") => ({
  idRanges: [{ place: file, owner, first, count }],
});

test.each<[string, Partial<Grants>, string]>([
  ["a range with another tenant's id", ids("bh-acme", 20_002, 1), "bh-beta"],
  ["a range by number with root in it", ids("20001", 0, 1), "root"],
  ["a range of groups with another's", ids("bh-acme", 20_500, 1, "/etc/subgid"), "bh-beta"],
  ["a job as its user", job("bh-acme", "/bin/true"), "/etc/x runs a job as the tenant's user"],
  ["a job of root's that becomes its user", job("root", "runuser -u bh-acme -- /bin/x"), "runs a job"],
  ["root's job that runs its script", job("root", "cd / && /b/tenants/acme/home/x.sh"), "as root"],
  ["root's job that goes there first", job("root", "cd ~bh-acme/ ; ./x"), "as root"],
  ["another's job that runs its script", job("bh-beta", "/bin/sh /b/tenants/acme/x"), "as bh-beta"],
  ["a job of at that is its", { queued: [{ place, uid: 20_001, text: null }] }, "job of at"],
  [
    "root's job of at that runs its script",
    { queued: [{ place, uid: 0, text: "/b/tenants/acme/x" }] },
    "root",
  ],
  [
    "a daily script that runs its",
    { scripts: [{ place, text: "#!/bin/sh\n/b/tenants/acme/x\n" }] },
    "as root",
  ],
  ["a unit with its user", unit(["bh-acme"], []), "User="],
  ["a unit of root's that runs its program", unit([], ["-/b/tenants/acme/x"]), "as root"],
  ["a rule of doas", { doas: [{ place, subject: "bh-acme" }] }, "doas"],
  ["a rule of doas for a group of its", { doas: [{ place, subject: ":ops" }] }, ":ops"],
  [
    "a polkit rule with its name",
    polkit('if (subject.user == "bh-acme") return polkit.Result.YES;'),
    "bh-acme",
  ],
  ["a polkit rule for a group of its", polkit('subject.isInGroup("ops")'), "name ops"],
  [
    "a polkit rule for everybody",
    polkit("polkit.addRule(function(action, subject) { return polkit.Result.YES; });"),
    "every user",
  ],
  ["a rule of PAM", { rules: [{ place, kind: "pam", text: "cap_sys_admin bh-acme" }] }, "rule of its own"],
])("finds %s", (_, grants, expected) => {
  const found = waysIn({ ...nothing, ...grants }, acme, accounts);
  expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(expected)]);
});

test.each<[string, Partial<Grants>]>([
  ["ids that are nobody's", ids("bh-acme", 100_000, 65_536)],
  ["another's ids", ids("anna", 0, 100_000)],
  ["a job of somebody else's", job("root", "/usr/bin/x bh-acme")],
  ["a script with a comment", { scripts: [{ place, text: "# /b/tenants/acme/x\ntar c /b/tenants/acme" }] }],
  ["a backup of its tree", job("root", "tar czf /backup/x.tgz /b/tenants/acme")],
  ["another tenant of a similar name", job("root", "/b/tenants/acme-two/x")],
  ["a unit of somebody else's", unit(["anna"], ["/usr/bin/x"])],
  ["a polkit rule for another", polkit('subject.user == "anna" ? polkit.Result.YES : null')],
  ["a comment with its name", polkit("// bh-acme\n")],
])("takes nothing for a way in that is %s", (_, grants) => {
  expect(waysIn({ ...nothing, ...grants }, acme, accounts)).toEqual([]);
});

test("finds two users who were given the same ids", () => {
  const idRanges = [
    { place: "/etc/subuid", owner: "bh-acme", first: 100_000, count: 10 },
    { place: "/etc/subuid", owner: "bh-beta", first: 100_009, count: 10 },
  ];
  const [found] = waysIn({ ...nothing, idRanges }, acme, accounts);
  expect(found?.message).toContain("subordinate users of bh-beta");
});
