import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import { createLab, type Lab, openLab } from "#agent/fixtures/lab.ts";
import { runProgram } from "#agent/fixtures/run-program.ts";
import { untilObserved } from "#agent/fixtures/until-observed.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { handleOf } from "#agent/tenant/gateway-handle.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

let lab: Lab;
const never = new AbortController().signal;
const ignore = () => {};

beforeEach(async () => {
  lab = await createLab();
});
afterEach(() => lab.dispose());

/** The lab as an agent finds it that starts now. */
async function reopened(): Promise<Lab> {
  const again = await openLab(lab.home);
  const { dispose } = lab;
  lab = { ...again, dispose: () => again.dispose().then(dispose) };
  return lab;
}

async function startedElsewhere(slug: Slug): Promise<void> {
  const agent = runProgram("run-supervisor.ts", [lab.home, slug]);
  await agent.untilPrinted("started");
  await agent.kill();
}

test("attaches to a Gateway whose agent was killed, and can stop it", async () => {
  const { slug } = await lab.addTenant("acme");
  await startedElsewhere(slug);
  const [pid = 0] = await lab.starts(slug);
  expect(readProcess(pid)).not.toBeNull();

  const supervisor = (await reopened()).supervisor();
  await supervisor.attachAll();
  expect(await supervisor.observe(slug)).toMatchObject({
    phase: "running",
    pid,
    isLive: true,
    isStarted: true,
  });
  expect(await supervisor.start(slug, 1, ignore, never)).toMatchObject({ pid });
  expect(await lab.starts(slug)).toEqual([pid]);

  const stopped = await supervisor.stop(slug, 2, ignore, never);
  expect(stopped).toMatchObject({ phase: "stopped", lastExit: { exitCode: null, signal: null } });
  expect(readProcess(pid)).toBeNull();
});

test("adopts a Gateway whose agent died before it wrote it down", async () => {
  const { slug } = await lab.addTenant("acme");
  const agent = runProgram("run-supervisor.ts", [lab.home, slug, "die-after-spawn"]);
  await once(agent.child, "exit");

  const supervisor = (await reopened()).supervisor();
  expect(lab.registry.require(slug).process).toBeNull();
  await supervisor.attachAll();
  const seen = await untilObserved(
    supervisor,
    slug,
    ({ phase, isStarted }) => phase === "running" && isStarted,
  );
  expect(await lab.starts(slug)).toEqual([seen.pid]);
  expect(await supervisor.start(slug, 1, ignore, never)).toMatchObject({ pid: seen.pid });
  expect(await lab.starts(slug)).toHaveLength(1);
});

test("goes on with a start whose agent was killed in the middle", async () => {
  const { slug } = await lab.addTenant("acme", { neverStarted: true });
  const agent = runProgram("run-supervisor.ts", [lab.home, slug]);
  await agent.untilPrinted("wait-started");
  await agent.kill();

  const supervisor = (await reopened()).supervisor();
  await supervisor.attachAll();
  expect(await supervisor.observe(slug)).toMatchObject({ phase: "starting", isLive: true, isStarted: false });
  const running = untilObserved(supervisor, slug, ({ phase, isStarted }) => phase === "running" && isStarted);
  await lab.behave(slug, {});
  expect(await lab.starts(slug)).toEqual([(await running).pid]);
});

test("starts a wanted Gateway that is gone, and says that nobody saw it end", async () => {
  const { slug } = await lab.addTenant("acme");
  await startedElsewhere(slug);
  const [pid = 0] = await lab.starts(slug);
  process.kill(pid, "SIGKILL");

  const supervisor = (await reopened()).supervisor();
  await supervisor.attachAll();
  const seen = await untilObserved(supervisor, slug, (now) => now.phase === "running" && now.pid !== pid);
  expect(seen.lastExit).toMatchObject({ exitCode: null, signal: null });
  expect(seen.lastExit?.reason).toContain("unknown");
});

test("sees the end of a Gateway that it is not the parent of", async () => {
  const { slug } = await lab.addTenant("acme");
  await startedElsewhere(slug);
  const [pid = 0] = await lab.starts(slug);
  const supervisor = (await reopened()).supervisor();
  await supervisor.attachAll();
  const again = untilObserved(
    supervisor,
    slug,
    (now) => now.phase === "running" && now.pid !== pid && now.isLive,
  );
  process.kill(pid, "SIGKILL");
  expect((await again).lastExit?.reason).toContain("unknown");
  expect(await lab.starts(slug)).toHaveLength(2);
});

test("does not take another process for the Gateway because it has its pid", async () => {
  const { slug } = await lab.addTenant("acme");
  const other = spawn("/bin/sleep", ["600"], { stdio: "ignore", detached: true });
  await once(other, "spawn");
  const identity = identifyProcess(lab.context, other.pid, lab.context.uid);
  await lab.registry.update(slug, (record) => ({
    ...record,
    process: handleOf({ ...identity, startTicks: identity.startTicks - 100 }),
  }));
  const supervisor = lab.supervisor();
  await supervisor.attachAll();
  expect(await supervisor.observe(slug)).toMatchObject({ phase: "stopped", pid: null });
  await supervisor.stop(slug, 1, ignore, never);
  expect(readSameProcess(identity, lab.context.bootId)).not.toBeNull();
  other.kill("SIGKILL");
});

test("shows a running Gateway that should be stopped, and leaves it alone", async () => {
  const { slug } = await lab.addTenant("acme");
  await startedElsewhere(slug);
  const again = await reopened();
  await again.registry.update(slug, (record) => ({ ...record, desired: "stopped" }));
  const supervisor = again.supervisor();
  await supervisor.attachAll();
  expect(await supervisor.observe(slug)).toMatchObject({ phase: "running", isLive: true });
});

test("a shutdown leaves Gateways running; stopAll ends them and keeps what is desired", async () => {
  const { slug } = await lab.addTenant("acme");
  const first = lab.supervisor();
  const { pid } = await first.start(slug, 1, ignore, never);
  await first.close();
  expect(readProcess(pid ?? 0)).not.toBeNull();

  const second = (await reopened()).supervisor();
  await second.attachAll();
  const stopped: unknown[] = [];
  await second.stopAll((one) => stopped.push(one));
  expect(stopped).toEqual([{ slug, pid, error: null }]);
  expect(lab.registry.require(slug)).toMatchObject({ desired: "running", process: null });
});
