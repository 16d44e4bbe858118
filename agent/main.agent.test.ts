import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "#agent/fixtures/free-port.ts";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import { prepareHome } from "./context-load.ts";

const isRoot = process.getuid?.() === 0;
const main = path.join(import.meta.dirname, "main.ts");
const token = randomBytes(32).toString("base64url");
let paths: InstallationPaths;
const agents: ChildProcess[] = [];

beforeAll(async () => {
  const store = await testRuntime();
  const home = await mkdtemp(path.join(isRoot ? "/opt" : homedir(), "bulkhead-test-"));
  await chmod(home, 0o755);
  paths = await prepareHome(home);
  await symlink(store, paths.runtimeStore);
  await writeFile(paths.agentToken, `${token}\n`, { mode: 0o600 });
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await end(agent, "SIGKILL");
});
afterAll(() => rm(paths.home, { recursive: true, force: true }));

function client() {
  // Made by the first agent, and the same for every one after it.
  const { installationId } = JSON.parse(readFileSync(paths.installation, "utf8"));
  return createAgentClient({ socketPath: paths.agentSocket, token, installationId });
}
const env = () => ({ ...process.env, BULKHEAD_HOME: paths.home, BULKHEAD_LOG_LEVEL: "error" });
const operation = (generation: number) => ({ slug: "main-test", operationId: randomUUID(), generation });
const ignore = () => undefined;

async function startAgent(): Promise<ChildProcess> {
  const agent = spawn(process.execPath, [main], {
    env: env(),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  agents.push(agent);
  expect((await once(agent, "message"))[0]).toEqual({ type: "ready" });
  return agent;
}

async function end(agent: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (agent.exitCode !== null || agent.signalCode !== null) return agent.exitCode;
  const exited = once(agent, "exit");
  agent.kill(signal);
  return (await exited)[0];
}

async function runMain(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [main, ...args], { env: env(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text));
  const [code] = await once(child, "close");
  return { code, output };
}

test("serves its installation alone, and ends when told or when its launcher is gone", async () => {
  const first = await startAgent();
  const facts = await client().call("host.facts", {});
  expect(facts).toMatchObject({ isRoot, tenants: [] });

  const second = await runMain();
  expect(second).toEqual({ code: 1, output: expect.stringContaining(`pid ${first.pid}`) });
  expect(await end(first, "SIGTERM")).toBe(0);

  const third = await startAgent();
  expect((await client().call("host.facts", {})).installationId).toBe(facts.installationId);
  const exited = once(third, "exit");
  third.disconnect();
  expect((await exited)[0]).toBe(0);
});

test("an agent whose state was lost refuses what was meant for the one before it", async () => {
  await startAgent();
  const before = client();
  const { installationId } = await before.call("host.facts", {});
  await Promise.all(agents.splice(0).map((agent) => end(agent, "SIGTERM")));
  const kept = await readFile(paths.installation);
  await rm(paths.installation);
  try {
    await startAgent();
    await expect(before.steps("stop", operation(9), ignore)).rejects.toMatchObject({
      detail: { code: "OTHER_INSTALLATION" },
    });
    expect((await client().call("host.facts", {})).installationId).not.toBe(installationId);
  } finally {
    await writeFile(paths.installation, kept, { mode: 0o600 });
  }
});

test("refuses to start over a damaged fingerprint key instead of making a new one", async () => {
  const key = await readFile(paths.fingerprintKey);
  await cp(paths.fingerprintKey, `${paths.fingerprintKey}.kept`);
  await writeFile(paths.fingerprintKey, "short");
  expect(await runMain()).toEqual({ code: 1, output: expect.stringContaining("is damaged") });
  expect(await readFile(paths.fingerprintKey, "utf8")).toBe("short");
  await writeFile(paths.fingerprintKey, key);
});

test("a Gateway outlives its agents, and down stops it without forgetting that it is wanted", async () => {
  const agent = await startAgent();
  const spec = {
    slug: "main-test",
    rung: isRoot ? ("os-user" as const) : ("profile" as const),
    basePort: await freePort(),
    runtimeVersion: defaultRuntimeVersion,
    hasPowerfulTools: false,
  };
  await client().steps("provision", { spec, operationId: randomUUID(), generation: 1 }, ignore);
  const { pid } = await client().steps("start", operation(2), ignore);
  expect(readProcess(pid ?? 0)).not.toBeNull();

  await end(agent, "SIGKILL");
  expect(readProcess(pid ?? 0)).not.toBeNull();
  const next = await startAgent();
  expect(await client().call("status", { slug: "main-test" })).toMatchObject({ phase: "running", pid });
  expect(await end(next, "SIGTERM")).toBe(0);
  expect(readProcess(pid ?? 0)).not.toBeNull();

  const down = await runMain("down");
  expect(down).toEqual({ code: 0, output: `Stopped the Gateway of main-test (pid ${pid}).\n` });
  expect(readProcess(pid ?? 0)).toBeNull();
  expect((await runMain("down")).output).toBe("No Gateway was running.\n");

  await startAgent();
  expect((await client().call("status", { slug: "main-test" })).phase).toBe("starting");
  const removed = await client().steps("remove", { ...operation(3), purge: true }, ignore);
  expect(removed).toEqual({ slug: "main-test", isRemoved: true });
  expect((await client().call("status", { slug: "main-test" })).phase).toBe("absent");
});
