import { describe, expect, it, test } from "vitest";
import { inspectorControl, processControls } from "./root-controls.ts";
import { looks } from "./runner-probes.ts";
import { sideOf } from "./testing/sides.ts";

describe("the control of the inspector", () => {
  it.each<[what: string, environ: Readonly<Record<string, string>> | null, outcome: string]>([
    ["got through where the signal that opens one is off", { NODE_OPTIONS: "--disable-sigusr1" }, "reached"],
    [
      "got through where the signal is off among other options",
      { NODE_OPTIONS: "--max-old-space-size=900 --disable-sigusr1 --no-warnings" },
      "reached",
    ],
    ["is not measured where the environment can't be read", null, "unmeasured"],
    ["is not measured where nothing turns the signal off", {}, "unmeasured"],
    [
      "is not measured where another option begins alike",
      { NODE_OPTIONS: "--disable-sigusr12" },
      "unmeasured",
    ],
    ["is not measured where another ends alike", { NODE_OPTIONS: "x--disable-sigusr1" }, "unmeasured"],
    ["is not measured by another variable", { OPTIONS: "--disable-sigusr1" }, "unmeasured"],
  ])("%s", (_, environ, outcome) => {
    expect(inspectorControl(environ, 2)).toMatchObject({ by: "root", outcome });
  });
});

const { one } = sideOf("target", {});
const lookIds = Object.keys(looks) as (keyof typeof looks)[];

test("the agent makes every look into a running Gateway itself", () => {
  const controls = processControls(one);
  for (const probe of lookIds)
    expect(controls.get(probe), probe).toMatchObject({ by: "root", outcome: "reached" });
  expect([...controls.keys()].sort()).toEqual([...lookIds, "process.inspector"].sort());
});

test("no look into a process counts that is another by now, or gone", () => {
  const { gateway } = one;
  if (gateway === null) throw new Error("It runs.");
  for (const other of [
    { ...gateway, startTicks: gateway.startTicks + 1 },
    { ...gateway, pid: 2 ** 22 + 1 },
  ])
    for (const probe of lookIds)
      expect(processControls({ ...one, gateway: other }).get(probe)?.outcome, probe).not.toBe("reached");
});

test("there is no control of a Gateway that is stopped", () => {
  expect(processControls({ ...one, gateway: null }).size).toBe(0);
});
