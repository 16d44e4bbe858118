import { expect, test } from "vitest";
import { listAccountWays } from "./login-paths.ts";
import { countAuthorizedKeys, parseGroup, parsePasswd, parseShadow, parseSudoers } from "./parse-accounts.ts";
import type { HostAccounts } from "./read-accounts.ts";

test("reads accounts and leaves out lines that make no sense", () => {
  const text =
    "root:x:0:0:root:/root:/bin/bash\n# comment\nbroken:line\nbh-acme:x:20001:20001:A, B:/h:/usr/sbin/nologin\n";
  expect(parsePasswd(text).map(({ name, uid, shell }) => [name, uid, shell])).toEqual([
    ["root", 0, "/bin/bash"],
    ["bh-acme", 20001, "/usr/sbin/nologin"],
  ]);
});

test("tells usable passwords from locked and missing ones", () => {
  const text = "a:$y$hash:1::::::\nb:!:1::::::\nc:*:1::::::\nd::1::::::\ne:!$y$hash:1::::::\n";
  expect([...parseShadow(text).entries()]).toEqual([
    ["a", "usable"],
    ["b", "locked"],
    ["c", "locked"],
    ["d", "empty"],
    ["e", "locked"],
  ]);
});

test("finds everybody whom sudo rules name, aliases resolved", () => {
  const text = `Defaults env_reset
User_Alias ADMINS = anna, %ops
root ALL=(ALL:ALL) ALL
%sudo ALL=(ALL:ALL) ALL # comment
ADMINS ALL = NOPASSWD: /usr/bin/systemctl
#1005 ALL=ALL
# 1006 ALL=ALL
bob, carl host1 = /bin/ls, \\
  /bin/cat
@includedir /etc/sudoers.d`;
  expect(parseSudoers(text).map(({ subject }) => subject)).toEqual([
    "root",
    "%sudo",
    "anna",
    "%ops",
    "#1005",
    "bob",
    "carl",
  ]);
});

test("counts keys, not comments", () => {
  expect(countAuthorizedKeys('# none\n\nssh-ed25519 AAAA a\n  command="x" ssh-rsa BBBB b\n')).toBe(2);
});

test("names every way in which an account can log in or become root, and nobody else", () => {
  const host: HostAccounts = {
    accounts: parsePasswd(
      [
        "root:x:0:0::/root:/bin/bash",
        "anna:x:1000:1000::/home/anna:/bin/bash",
        "dave:x:1001:1001::/home/dave:/usr/sbin/nologin",
        "bh-acme:x:20001:20001::/h:/usr/sbin/nologin",
      ].join("\n"),
    ),
    groups: parseGroup("sudo:x:27:anna\ndocker:x:990:dave\n"),
    passwords: parseShadow("root:!:\nanna:$y$x:\ndave:$y$x:\nbh-acme:!:\n"),
    sudoRules: [{ subject: "%sudo" }],
    sshKeys: new Map([["anna", 2]]),
    otherSources: [],
  };
  expect(listAccountWays(host)).toEqual([
    { name: "root", uid: 0, ways: ["has uid 0: is root"] },
    {
      name: "anna",
      uid: 1000,
      ways: [
        "can log in with a password",
        "can log in with 2 SSH keys",
        "group sudo: may become root with sudo",
        "is named in sudoers",
      ],
    },
    { name: "dave", uid: 1001, ways: ["group docker: may become root through containers"] },
  ]);
});
