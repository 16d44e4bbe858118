import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { askGateway } from "#agent/runtime/ask-gateway.ts";
import type { TestHost, TestTenant } from "./build-host.ts";

/** Starts the tenant's real Gateway, waits until it says that it has started, and writes it into the tenant's record. */
export async function runGateway(host: TestHost, tenant: TestTenant): Promise<{ stop(): Promise<void> }> {
  const command = boundaryCommand(host.context, tenant.record, ["gateway", "run"]);
  const child = spawn(command.file, [...command.args], {
    cwd: command.cwd,
    env: { ...command.env } as NodeJS.ProcessEnv,
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const stop = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  while ((await askGateway(tenant.record.basePort, "/startupz", 1000))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`The Gateway ended with exit code ${child.exitCode}.`);
    await delay(200);
  }
  const process = {
    pid,
    startTicks: readProcess(pid)?.startTicks ?? 0,
    bootId: host.context.bootId,
    uid: tenant.record.uid,
    startedAt: new Date().toISOString(),
  };
  Object.assign(tenant.record, { process });
  return { stop };
}
