import { describe, expect, it } from "vitest";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { toStepItems } from "./step-items.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const step = (id: string, status: Step["status"], second: number): Step => ({
  id,
  title: id,
  status,
  detail: null,
  at: at(second),
});

describe("toStepItems", () => {
  it("joins a step's announcement and its end into one line", () => {
    const items = toStepItems([step("port", "running", 1), step("port", "done", 3)], at(0));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ status: "done", startedAt: at(1), endedAt: at(3) });
  });

  it("takes the end of the step before as the beginning of one that was never announced", () => {
    const items = toStepItems([step("port", "done", 2), step("user", "done", 5)], at(0));
    expect(items.map(({ startedAt }) => startedAt)).toEqual([at(0), at(2)]);
  });

  it("leaves a running step open", () => {
    expect(toStepItems([step("wait", "running", 4)], null)[0]).toMatchObject({ endedAt: null });
  });
});
