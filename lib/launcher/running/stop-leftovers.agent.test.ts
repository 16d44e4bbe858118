import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { identifyProcess, type ProcessIdentity } from "#lib/launcher/process/process-identity.ts";
import type { LauncherState } from "./launcher-state.ts";
import { stopLeftovers } from "./stop-leftovers.ts";

const spawned: ChildProcess[] = [];
afterEach(() => {
  for (const child of spawned.splice(0)) child.kill("SIGKILL");
});

async function startSleeper(): Promise<{ child: ChildProcess; identity: ProcessIdentity }> {
  const child = spawn("sleep", ["600"], { stdio: "ignore" });
  spawned.push(child);
  await once(child, "spawn");
  const identity = await identifyProcess(child.pid ?? 0);
  if (!identity) throw new Error("The sleeper did not start.");
  return { child, identity };
}

function stateOf(child: ProcessIdentity): LauncherState {
  return { launcher: child, url: "http://localhost:3000", isUp: true, children: { Web: child } };
}

describe("stopLeftovers", () => {
  it("ends a process that a killed launcher left behind", async () => {
    const { child, identity } = await startSleeper();
    const exit = once(child, "exit");
    expect(await stopLeftovers(stateOf(identity))).toEqual(["Web"]);
    expect(await exit).toEqual([null, "SIGTERM"]);
  });

  it("leaves a process alone that has got the pid of one of ours", async () => {
    const { child, identity } = await startSleeper();
    const earlier = { ...identity, startTicks: identity.startTicks - 1 };
    expect(await stopLeftovers(stateOf(earlier))).toEqual([]);
    expect(child.signalCode).toBeNull();
  });

  it("leaves processes alone that have our pids after a reboot", async () => {
    const { child, identity } = await startSleeper();
    const beforeBoot = { ...identity, bootId: "00000000-0000-4000-8000-000000000000" };
    expect(await stopLeftovers(stateOf(beforeBoot))).toEqual([]);
    expect(child.signalCode).toBeNull();
  });
});
