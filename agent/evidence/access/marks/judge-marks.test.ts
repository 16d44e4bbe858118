import { expect, test } from "vitest";
import { handedTo, mayRun, powerOfMark } from "./judge-marks.ts";
import type { Mark } from "./parse-marks.ts";

const names = {
  users: new Map([
    [0, "root"],
    [20_002, "bh-beta"],
  ]),
  groups: new Map([
    [42, "shadow"],
    [20_002, "bh-beta"],
  ]),
};
const acme = { uid: 20_001, gids: [20_001, 500] };
const program = (place: string, mode: number, more: Partial<Mark> = {}): Mark => ({
  ...{ type: "file", place, mode, uid: 0, gid: 0, capabilities: [], list: [], handedOn: [] },
  ...more,
});

test.each<[string, Mark, string]>([
  ["a copy of cat", program("/opt/cat", 0o755, { capabilities: ["dac_read_search"] }), "cap_dac_read_search"],
  [
    "node in its usual place",
    program("/usr/bin/node", 0o755, { capabilities: ["sys_ptrace"] }),
    "cap_sys_ptrace",
  ],
  [
    "ping with more than it has",
    program("/usr/bin/ping", 0o755, { capabilities: ["net_raw", "setuid"] }),
    "cap_setuid",
  ],
  ["sudo's name elsewhere", program("/opt/sudo", 0o4755), "runs as root"],
  ["a program of the system that is never setuid", program("/usr/bin/find", 0o4755), "runs as root"],
  ["another tenant's", program("/usr/bin/x", 0o4755, { uid: 20_002 }), "runs as bh-beta"],
  ["somebody's outside the system", program("/srv/x", 0o4755, { uid: 77 }), "runs as user 77"],
  ["a group with power", program("/opt/x", 0o2755, { gid: 42 }), "group shadow"],
  ["a disk", { ...program("/srv/x", 0o600), type: "device" }, "a device"],
])("finds power in %s", (_, mark, expected) => {
  expect(powerOfMark(mark, acme, names)).toContain(expected);
});

test.each<[string, Mark]>([
  ["a browser's helper", program("/opt/google/chrome/chrome-sandbox", 0o4755)],
  ["sudo in its place", program("/usr/bin/sudo", 0o4755)],
  ["ping as it is shipped", program("/usr/bin/ping", 0o755, { capabilities: ["net_raw"] })],
  ["a port below 1024", program("/opt/web", 0o755, { capabilities: ["net_bind_service"] })],
  ["one that it may not run", program("/opt/x", 0o4750)],
  ["its own", program("/b/x", 0o4755, { uid: 20_001 })],
  ["unix_chkpwd", program("/usr/sbin/unix_chkpwd", 0o2755, { gid: 42 })],
  ["a group without power", program("/opt/x", 0o2755, { gid: 77 })],
])("finds nothing in %s", (_, mark) => {
  expect(powerOfMark(mark, acme, names)).toBeNull();
});

test.each([
  ["everybody", program("/x", 0o755), true],
  ["a group of its", program("/x", 0o750, { gid: 500 }), true],
  ["a group of others", program("/x", 0o750, { gid: 501 }), false],
  ["a list with its name", program("/x", 0o750, { list: [{ who: "user", id: 20_001, rights: 5 }] }), true],
  [
    "a list whose mask takes it away",
    program("/x", 0o740, {
      list: [
        { who: "user", id: 20_001, rights: 5 },
        { who: "mask", id: 0, rights: 4 },
      ],
    }),
    false,
  ],
  [
    "a list that shuts it out",
    program("/x", 0o755, { list: [{ who: "user", id: 20_001, rights: 0 }] }),
    false,
  ],
])("tells whether it may run what is open to %s", (_, mark, expected) => {
  expect(mayRun(mark, acme)).toBe(expected);
});

test("names whom a directory hands rights on to, and not its own user or what the mask takes away", () => {
  const handedOn = [
    { who: "user", id: 20_002, rights: 5 },
    { who: "user", id: 20_001, rights: 7 },
    { who: "group", id: 500, rights: 7 },
  ] as const;
  const directory: Mark = { ...program("/x", 0o755), type: "directory", handedOn };
  expect(handedTo(directory, { uid: 20_001 }, names)).toEqual(["bh-beta"]);
  const closed = [...handedOn, { who: "mask", id: 0, rights: 0 } as const];
  expect(handedTo({ ...directory, handedOn: closed }, { uid: 20_001 }, names)).toEqual([]);
});
