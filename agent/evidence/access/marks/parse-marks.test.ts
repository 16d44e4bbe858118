import { expect, test } from "vitest";
import { parseAccessList, parseCapabilities, parseMarks } from "./parse-marks.ts";

test.each([
  ["0100000200200000000000000000000000000000", ["net_raw"]],
  ["0100000204000000000000000000000000000000", ["dac_read_search"]],
  ["0100000200000800000000000000000000000000", ["sys_ptrace"]],
  ["010000030000000000000000000100000000000064000000", ["checkpoint_restore"]],
  ["0100000200000000020000000000000000000000", ["dac_override"]],
  ["0000000200000080000000000000000000000000", ["setfcap"]],
  ["-", []],
  ["01", []],
])("reads the capabilities in %s", (hex, names) => {
  expect(parseCapabilities(hex)).toEqual(names);
});

test("reads whom an access list names", () => {
  const hex =
    "02000000" +
    "01000700ffffffff" +
    "0200050021 4e0000".replace(" ", "") +
    "04000500ffffffff" +
    "10000500ffffffff";
  expect(parseAccessList(hex)).toEqual([
    { who: "owner", rights: 7, id: 0xffffffff },
    { who: "user", rights: 5, id: 20_001 },
    { who: "owners", rights: 5, id: 0xffffffff },
    { who: "mask", rights: 5, id: 0xffffffff },
  ]);
  expect(parseAccessList("-")).toEqual([]);
});

test("reads an answer that is whole, and none that is cut off", () => {
  const line = `f 4755 0 7 - - - ${Buffer.from("/opt/a b").toString("hex")}`;
  expect(parseMarks(`${line}\ndone 9\n`)).toMatchObject([
    { type: "file", place: "/opt/a b", mode: 0o4755, uid: 0, gid: 7, capabilities: [], list: [] },
  ]);
  expect(parseMarks(`${line}\n`)).toBeNull();
});
