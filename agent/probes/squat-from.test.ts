import { expect, test } from "vitest";
import type { RunnerSession } from "./runner-session.ts";
import { squatFrom } from "./squat-from.ts";
import { sideOf } from "./testing/sides.ts";

test("a tenant's process that takes a port learns its number, and nothing of whose it is", async () => {
  const told: unknown[] = [];
  // Stands in for a runner that takes nothing and only keeps what it is told.
  const session: Partial<RunnerSession> = {
    squat: async (ports) => {
      told.push(JSON.parse(JSON.stringify(ports)));
      return {};
    },
    release: async () => undefined,
  };
  const [source, target] = [sideOf("source", {}).one, sideOf("target", {}).one];
  source.session = session as RunnerSession;
  const found = await squatFrom(source, [
    { probe: "squat.derived", port: 20_011, family: 4, isDerived: true, isOnHostAlone: false, target },
  ]);
  expect(told).toEqual([[{ port: 20_011, family: 4 }]]);
  expect(found.get("target")?.get("squat.derived")).toMatchObject({ outcome: "unmeasured" });
});
