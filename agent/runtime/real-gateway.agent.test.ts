import { afterAll, beforeAll, expect, test } from "vitest";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { followLog } from "#agent/logs/follow-log.ts";
import { tailLog } from "#agent/logs/tail-log.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { createProcessDriver } from "./process-driver.ts";

let host: RealHost;

beforeAll(async () => {
  host = await createRealHost();
});
afterAll(() => host.dispose());

test("starts the real OpenClaw as the tenant's user, finds it again, and stops it cleanly", async () => {
  const { supervisor, registry, context } = host;
  const never = new AbortController().signal;
  const { slug, uid, basePort } = await host.provision("real");

  const steps = collectSteps();
  const running = await supervisor.start(slug, 1, steps.emit, never);
  expect(steps.ended).toEqual(["process: done", "wait-port: done", "wait-live: done", "wait-started: done"]);
  expect(running).toMatchObject({ phase: "running", isLive: true, isStarted: true, uid, portHolder: null });
  expect(running.version).toBe(registry.require(slug).runtimeVersion);
  const pid = running.pid ?? 0;
  expect(readProcess(pid)).toMatchObject({ uid, sid: pid });
  const listeners = (await listListeners()).filter(({ port }) => port === basePort);
  expect(listeners.map((listener) => listener.uid)).toEqual(listeners.map(() => uid));

  const record = registry.require(slug);
  const driver = createProcessDriver(context);
  expect(driver.findOrphan({ ...record, process: null })).toMatchObject({
    pid,
    startTicks: hostProcessOf(record.process)?.startTicks,
  });
  expect((await tailLog(context, record, { source: "gateway", lines: 200 })).lines.length).toBeGreaterThan(3);
  expect((await tailLog(context, record, { source: "output", lines: 200 })).lines.length).toBeGreaterThan(3);

  const following = new AbortController();
  const followed: string[] = [];
  const follow = followLog(
    context,
    record,
    "gateway",
    ({ lines }) => followed.push(...lines),
    following.signal,
  );
  const stopped = await supervisor.stop(slug, 2, () => {}, never);
  following.abort();
  await follow;
  expect(stopped).toMatchObject({ phase: "stopped", pid: null, lastExit: { exitCode: 0, signal: null } });
  // What read the log there is on its way out, too.
  await expect.poll(() => driver.members(record, record.process)).toEqual([]);
});
