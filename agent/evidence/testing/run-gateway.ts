import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
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
  const stop = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  while ((await askGateway(tenant.record.basePort, "/startupz", 1000))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`The Gateway ended with exit code ${child.exitCode}.`);
    await delay(200);
  }
  Object.assign(tenant.record, { process: identifyProcess(host.context, child.pid, tenant.record.uid) });
  return { stop };
}
