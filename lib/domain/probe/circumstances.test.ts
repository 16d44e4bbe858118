import { expect, it } from "vitest";
import { isSameProcess, type ProbeCircumstances } from "./circumstances.ts";

const running: ProbeCircumstances = {
  configHash: "aa",
  version: "2026.9.6",
  processStartedAt: "2026-11-22T08:00:00.000Z",
  pid: 4711,
  processStamp: 7,
};
const stopped = { ...running, processStartedAt: null, pid: null };

it.each<[what: string, then: ProbeCircumstances, current: ProbeCircumstances, isSame: boolean]>([
  ["a Gateway that runs on is the same process", running, running, true],
  ["one that is still stopped is still none", stopped, stopped, true],
  ["another start with the same pid is another", running, { ...running, processStartedAt: "later" }, false],
  ["another pid is another, however alike their starts are", running, { ...running, pid: 4712 }, false],
  ["none is not none when one began and ended in between", stopped, { ...stopped, processStamp: 9 }, false],
  [
    "a run from before stamps were kept is told by what it has",
    { ...running, processStamp: null },
    running,
    true,
  ],
  ["one that was stopped is another", running, stopped, false],
  ["one that was started is another", stopped, running, false],
  ["what else has changed makes it no other", running, { ...running, configHash: "bb", version: null }, true],
])("%s", (_, then, current, isSame) => {
  expect(isSameProcess(then, current)).toBe(isSame);
});
