import { afterEach, beforeEach, expect, test } from "vitest";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { createLab, type Lab } from "#agent/fixtures/lab.ts";
import { runProgram } from "#agent/fixtures/run-program.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { createProcessDriver } from "./process-driver.ts";

let lab: Lab;
const never = new AbortController().signal;
const ignore = () => {};

beforeEach(async () => {
  lab = await createLab();
});
afterEach(() => lab.dispose());

test("starts a Gateway, says how it is, and stops it", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  const start = collectSteps();
  const running = await supervisor.start(slug, 1, start.emit, never);
  expect(start.ended).toEqual(["process: done", "wait-port: done", "wait-live: done", "wait-started: done"]);
  expect(running).toMatchObject({ phase: "running", generation: 1, isLive: true, isStarted: true });
  expect(running).toMatchObject({
    version: "2026.1.1",
    readiness: { isReady: false, failing: ["telegram"] },
  });
  expect(running.memoryBytes).toBeGreaterThan(1024 * 1024);
  const pid = running.pid ?? 0;
  expect(readProcess(pid)).toMatchObject({ sid: pid, pgid: pid });

  const stopped = await supervisor.stop(slug, 2, ignore, never);
  expect(stopped).toMatchObject({ phase: "stopped", generation: 2, pid: null, isLive: false });
  expect(stopped.lastExit).toMatchObject({ exitCode: 0, reason: "Stopped on request." });
  expect(readProcess(pid)).toBeNull();
});

test("starting twice at once makes one process", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  const second = collectSteps();
  const [one, two] = await Promise.all([
    supervisor.start(slug, 1, ignore, never),
    supervisor.start(slug, 1, second.emit, never),
  ]);
  expect(one.pid).toBe(two.pid);
  expect(second.ended[0]).toBe("process: unchanged");
  expect(await lab.starts(slug)).toHaveLength(1);
});

test("stopping what is stopped changes nothing", async () => {
  const { slug } = await lab.addTenant("acme");
  const steps = collectSteps();
  expect(await lab.supervisor().stop(slug, 1, steps.emit, never)).toMatchObject({ phase: "stopped" });
  expect(steps.ended[0]).toBe("stop: unchanged");
});

test("restarts under one order, with a new process", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  const before = await supervisor.start(slug, 1, ignore, never);
  const after = await supervisor.restart(slug, 2, ignore, never);
  expect(after.phase).toBe("running");
  expect(after.pid).not.toBe(before.pid);
  expect(await lab.starts(slug)).toHaveLength(2);
});

test("refuses an order that a later one has overtaken", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  await supervisor.stop(slug, 5, ignore, never);
  await expect(supervisor.start(slug, 4, ignore, never)).rejects.toMatchObject({
    detail: { code: "STALE_GENERATION" },
  });
  expect(await lab.starts(slug)).toEqual([]);
});

test("kills a Gateway that ignores the request to stop, and says so", async () => {
  const { slug } = await lab.addTenant("acme", { ignoreTerm: true });
  const supervisor = lab.supervisor();
  const { pid } = await supervisor.start(slug, 1, ignore, never);
  const stopped = await supervisor.stop(slug, 2, ignore, never);
  expect(readProcess(pid ?? 0)).toBeNull();
  expect(stopped.lastExit).toMatchObject({ signal: "SIGKILL" });
  expect(stopped.lastExit?.reason).toContain("was killed after");
});

test("a stop leaves no process behind that left the Gateway's session", async () => {
  const { slug } = await lab.addTenant("acme", { leaveChild: true });
  const supervisor = lab.supervisor();
  await supervisor.start(slug, 1, ignore, never);
  const record = lab.registry.require(slug);
  const members = lab.driver.members(record, record.process);
  expect(members).toHaveLength(2);
  await supervisor.stop(slug, 2, ignore, never);
  expect(members.map((member) => readProcess(member.pid))).toEqual([null, null]);
});

test("a configuration error is held, with the last lines and secrets masked", async () => {
  const print = ["loading", "bad key, token=abcdefgh12345678"];
  const { slug } = await lab.addTenant("acme", { exitAtStart: 78, print });
  const supervisor = lab.supervisor();
  await expect(supervisor.start(slug, 1, ignore, never)).rejects.toMatchObject({
    detail: { code: "CONFIG_INVALID", message: expect.stringContaining("token=[masked]") },
  });
  const seen = await supervisor.observe(slug);
  expect(seen).toMatchObject({ phase: "failed", nextAttemptAt: null, pid: null });
  expect(seen.lastExit).toMatchObject({ exitCode: 78, lastLines: ["loading", "bad key, token=[masked]"] });
  expect(await lab.starts(slug)).toHaveLength(1);
});

test.each([
  ["does not listen", { neverListen: true }, "listen on 127.0.0.1"],
  ["listens on IPv4 only", { onlyIpv4: true }, "listen on [::1]"],
  ["never says that it has started", { neverStarted: true }, "/startupz"],
])("ends a start when the Gateway %s", async (_case, behaviour, waitingFor) => {
  const { slug } = await lab.addTenant("acme", behaviour);
  const supervisor = lab.supervisor({ timings: { startLimitMs: 1500, requestTimeoutMs: 100 } });
  await expect(supervisor.start(slug, 1, ignore, never)).rejects.toMatchObject({
    detail: { code: "START_TIMEOUT", message: expect.stringContaining(waitingFor) },
  });
  const [pid] = await lab.starts(slug);
  expect(readProcess(pid ?? 0)).toBeNull();
  expect(await supervisor.observe(slug)).toMatchObject({ phase: "failed", pid: null });
});

/** A start under way that will not end by itself; `failed` holds once it was broken off. */
async function beginEndlessStart() {
  const { slug } = await lab.addTenant("acme", { neverListen: true });
  const supervisor = lab.supervisor();
  const waiting = Promise.withResolvers<void>();
  const tell = ({ id }: { id: string }) => {
    if (id === "wait-port") waiting.resolve();
  };
  const start = supervisor.start(slug, 1, tell, never);
  const failed = expect(start).rejects.toMatchObject({ detail: { code: "CANCELLED" } });
  await waiting.promise;
  return { slug, supervisor, failed };
}

test("a kill breaks off a start under way", async () => {
  const { slug, supervisor, failed } = await beginEndlessStart();
  expect(await supervisor.kill(slug, 2, ignore, never)).toMatchObject({ phase: "stopped", pid: null });
  await failed;
  const record = lab.registry.require(slug);
  expect(record).toMatchObject({ desired: "stopped", process: null });
  expect(lab.driver.members(record, null)).toEqual([]);
});

test("a stop does not wait for a start that it undoes", async () => {
  const { slug, supervisor, failed } = await beginEndlessStart();
  expect(await supervisor.stop(slug, 2, ignore, never)).toMatchObject({ phase: "stopped", pid: null });
  await failed;
});

test.each(["127.0.0.1", "::1"])("refuses to start when somebody holds the port on %s", async (address) => {
  const { slug, basePort } = await lab.addTenant("acme");
  const squatter = runProgram("squatter.mjs", [String(basePort), address]);
  await squatter.untilPrinted("listening");
  const supervisor = lab.supervisor();
  await expect(supervisor.start(slug, 1, ignore, never)).rejects.toMatchObject({
    detail: { code: "PORT_TAKEN", message: expect.stringContaining(`process ${squatter.child.pid} (node)`) },
  });
  expect(await lab.starts(slug)).toEqual([]);
  const seen = await supervisor.observe(slug);
  expect(seen).toMatchObject({ phase: "stopped", isLive: false, version: null });
  expect(seen.portHolder).toEqual({ port: basePort, uid: lab.context.uid, pid: squatter.child.pid });
  await squatter.kill();
  expect(squatter.lines).toEqual(["listening"]);
  expect(await supervisor.start(slug, 1, ignore, never)).toMatchObject({ phase: "running" });
});

test("says what is missing when the runtime is not there", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor({ driver: createProcessDriver(lab.context) });
  await expect(supervisor.start(slug, 1, ignore, never)).rejects.toMatchObject({
    detail: { code: "RUNTIME_MISSING" },
  });
  expect(await supervisor.observe(slug)).toMatchObject({ phase: "failed" });
});
