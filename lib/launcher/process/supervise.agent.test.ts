import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { asChild, type Child, exitOf } from "./child.ts";
import { identifyProcess } from "./process-identity.ts";
import { supervise } from "./supervise.ts";
import { until } from "./until.ts";

async function startSleeper(): Promise<Child> {
  const child = spawn("sleep", ["600"], { stdio: "ignore" });
  return asChild(child, exitOf(child), "SIGTERM", 5_000);
}

function watched(start: () => Promise<Child>) {
  const pids: number[] = [];
  const lines: string[] = [];
  const onUp = async (pid: number) => {
    pids.push(pid);
  };
  return {
    pids,
    lines,
    options: { name: "Sleeper", start, report: (line: string) => lines.push(line), onUp },
  };
}

describe("supervise", () => {
  it("starts a killed child again and says so", async () => {
    const { pids, lines, options } = watched(startSleeper);
    const supervised = await supervise(options);
    process.kill(pids[0] ?? 0, "SIGKILL");
    expect(await until(() => pids.length === 2, 10_000)).toBe(true);
    await supervised.stop();
    expect(lines).toEqual([
      "Sleeper ended (killed by SIGKILL). Starting it again.",
      `Sleeper is up again (pid ${pids[1]}).`,
    ]);
    expect(await identifyProcess(pids[1] ?? 0)).toBeNull();
  });

  it("keeps trying when a start fails", async () => {
    let attempts = 0;
    const { pids, lines, options } = watched(async () => {
      attempts += 1;
      if (attempts === 2) throw new Error("The disk is full.");
      return startSleeper();
    });
    const supervised = await supervise(options);
    process.kill(pids[0] ?? 0, "SIGKILL");
    expect(await until(() => pids.length === 2, 10_000)).toBe(true);
    await supervised.stop();
    expect(lines).toContainEqual(expect.stringContaining("The disk is full."));
  });

  it("doesn't start it again when it was told to stop", async () => {
    const { pids, lines, options } = watched(startSleeper);
    const supervised = await supervise(options);
    await supervised.stop();
    await supervised.stop();
    expect(pids).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it("fails when the first start fails", async () => {
    const { options } = watched(() => Promise.reject(new Error("No program.")));
    await expect(supervise(options)).rejects.toThrow("No program.");
  });
});
