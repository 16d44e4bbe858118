import { expect, test } from "vitest";
import {
  mentions,
  parseAnacrontab,
  parseDoas,
  parseIdRanges,
  parseSshd,
  parseSystemCrontab,
  parseUnit,
  parseUserCrontab,
  placesIn,
  programsIn,
  withoutComments,
} from "./parse-grants.ts";

test("reads ranges of ids and leaves out lines that make no sense", () => {
  expect(parseIdRanges("# ids\nanna:100000:65536\n1001:165536:1\nbroken\n:1:1\nx:y:z\n")).toEqual([
    { owner: "anna", first: 100_000, count: 65_536 },
    { owner: "1001", first: 165_536, count: 1 },
  ]);
});

test("reads whose a job of the system's tables is, and neither settings nor comments", () => {
  const text = [
    "SHELL=/bin/sh",
    "PATH = /usr/bin",
    "# * * * * * root no",
    "17 *\t* * *\troot    cd / && run-parts /etc/cron.hourly",
    "@reboot bh-acme /bin/true now",
    "*/5 1,2 * * 1-5 bh-beta x=1 y",
  ].join("\n");
  expect(parseSystemCrontab(text)).toEqual([
    { user: "root", command: "cd / && run-parts /etc/cron.hourly" },
    { user: "bh-acme", command: "/bin/true now" },
    { user: "bh-beta", command: "x=1 y" },
  ]);
  expect(parseUserCrontab("MAILTO=a\n@daily /opt/x\n1 2 3 4 5 /opt/y z\n", "anna")).toEqual([
    { user: "anna", command: "/opt/x" },
    { user: "anna", command: "/opt/y z" },
  ]);
});

test("reads what anacron runs as root", () => {
  expect(
    parseAnacrontab("SHELL=/bin/sh\n1\t5\tcron.daily\trun-parts /etc/cron.daily\n@monthly 15 x /opt/y\n"),
  ).toEqual([
    { user: "root", command: "run-parts /etc/cron.daily" },
    { user: "root", command: "/opt/y" },
  ]);
});

test("reads whom a unit runs as and what it runs", () => {
  const text =
    "[Service]\n; User=nobody\nUser = bh-acme\nExecStart=-/opt/a \\\n  --b\nExecStopPost=/opt/c\nEnvironmentFile=-/opt/env\nExecReload=\nRestart=always\n";
  expect(parseUnit(text)).toEqual({
    users: ["bh-acme"],
    runs: ["-/opt/a    --b", "/opt/c", "-/opt/env"],
  });
});

test.each([
  ["permit nopass keepenv bh-acme as root cmd ls", ["bh-acme"]],
  ["permit setenv { PATH=/bin A } :wheel", [":wheel"]],
  ['permit persist "bh-acme"', ["bh-acme"]],
  ["deny bh-acme", []],
  ["# permit bh-acme", []],
])("reads whom doas lets through in %s", (line, subjects) => {
  expect(parseDoas(line).map(({ subject }) => subject)).toEqual(subjects);
});

test("reads where sshd looks for keys, in Match blocks too", () => {
  const text =
    'Include /etc/ssh/sshd_config.d/*.conf\nauthorizedkeysfile = .ssh/authorized_keys\nMatch User x\n  AuthorizedKeysFile "/etc/keys/%u" none\n#AuthorizedKeysFile /no\n';
  expect(parseSshd(text)).toEqual({
    files: [".ssh/authorized_keys", "/etc/keys/%u"],
    others: [],
    includes: ["/etc/ssh/sshd_config.d/*.conf"],
  });
});

test.each([
  ["AuthorizedKeysCommand none", null],
  ["AuthorizedKeysCommand /opt/keys %u", "/opt/keys %u"],
  ["authorizedprincipalscommand=/opt/who", "/opt/who"],
  ["Match User bh-acme\n  TrustedUserCAKeys /etc/ssh/ca.pub", "/etc/ssh/ca.pub"],
  ["TrustedUserCAKeys none", null],
  ["HostbasedAuthentication yes", "yes"],
  ["GSSAPIAuthentication no", null],
  ["PubkeyAuthentication yes", null],
])("reads who else says whom sshd lets in from %s", (text, expected) => {
  expect(parseSshd(text).others.map(({ value }) => value)).toEqual(expected === null ? [] : [expected]);
});

test.each([
  ['subject.user == "bh-acme"', "bh-acme", true],
  ["bh-acme-two", "bh-acme", false],
  ["xbh-acme", "bh-acme", false],
  ["unix-user:bh-acme;", "bh-acme", true],
])("tells whether %s names %s: %s", (text, name, expected) => {
  expect(mentions(text, name)).toBe(expected);
});

test("finds the places that a command names, with whatever stands around them", () => {
  expect(placesIn(`cd /srv/a && FOO=1 "/opt/b c" >/dev/null 2>&1; -/opt/d --file=/opt/e ~/x a/b /`)).toEqual([
    "/srv/a",
    "/opt/b",
    "/dev/null",
    "/opt/e",
  ]);
  expect(placesIn("-/opt/d").concat(placesIn("/opt/f/"))).toEqual(["/opt/f"]);
});

test("leaves comments out", () => {
  expect(withoutComments("# a\n// b\nc /* d\n e */ f\n")).not.toMatch(/[abde]/);
});

test.each([
  ["/opt/a --log /var/log/a >> /tmp/b 2>&1", ["/opt/a"]],
  ["cd / && [ -x /opt/a ] && /bin/sh /opt/b /opt/c", ["/opt/a", "/bin/sh", "/opt/b"]],
  ["-/usr/bin/env X=1 /usr/bin/python3 /opt/x.py", ["/usr/bin/env", "/usr/bin/python3", "/opt/x.py"]],
  ["run-parts x", []],
])("finds the programs that %s runs", (command, programs) => {
  expect(programsIn(command)).toEqual(programs);
});
