import { expect, test } from "vitest";
import { isSameProcess, readSameProcess } from "./is-same-process.ts";
import { readProcess } from "./read-process.ts";

const seen = { pid: 7, startTicks: 100 };
const recorded = { ...seen, bootId: "now" };

test.each([
  ["number", { pid: 8 }],
  ["start time", { startTicks: 101 }],
  ["boot", { bootId: "before" }],
])("a process is not another one that differs in its %s alone", (_what, other) => {
  expect(isSameProcess(recorded, { ...recorded })).toBe(true);
  expect(isSameProcess(recorded, { ...recorded, ...other })).toBe(false);
});

test("nobody is the same as somebody or as nobody", () => {
  expect(isSameProcess(seen, null)).toBe(false);
  expect(isSameProcess(null, seen)).toBe(false);
  expect(isSameProcess(null, null)).toBe(false);
});

test("finds a process again only under its start time, and one that was written down only in its boot", () => {
  const { pid, ppid, startTicks } = readProcess(process.pid) ?? { ...seen, ppid: 0 };
  expect(readSameProcess({ pid, startTicks })).toMatchObject({ pid, ppid, startTicks });
  expect(readSameProcess({ pid, startTicks: startTicks - 1 })).toBeNull();
  expect(readSameProcess({ pid, startTicks, bootId: "now" }, "now")).toMatchObject({ pid, startTicks });
  expect(readSameProcess({ pid, startTicks, bootId: "before" }, "now")).toBeNull();
  expect(readSameProcess({ pid: 2 ** 22 - 1, startTicks: 1 })).toBeNull();
});

test("what was written down can't be compared, or looked for, without its boot", () => {
  // @ts-expect-error the boot of one is not known
  isSameProcess(recorded, seen);
  // @ts-expect-error the present boot is not given
  readSameProcess(recorded);
});

test("whoever knows that it was in this boot may keep the boot to itself", () => {
  const { pid, startTicks } = readProcess(process.pid) ?? seen;
  const gateway: { pid: number; startTicks: number } = { pid, startTicks, ...{ bootId: "now" } };
  expect(readSameProcess(gateway)).toMatchObject({ pid, startTicks });
  expect(isSameProcess(gateway, { pid, startTicks })).toBe(true);
});
