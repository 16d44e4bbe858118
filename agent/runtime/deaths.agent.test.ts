import { stat, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "#agent/fixtures/lab.ts";
import { runProgram } from "#agent/fixtures/run-program.ts";
import { untilObserved } from "#agent/fixtures/until-observed.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";

let lab: Lab;
const never = new AbortController().signal;
const ignore = () => {};

beforeEach(async () => {
  lab = await createLab();
});
afterEach(() => lab.dispose());

test("starts a Gateway again that died, and says why it died", async () => {
  const { slug } = await lab.addTenant("acme", { print: ["working"] });
  const supervisor = lab.supervisor();
  const first = await supervisor.start(slug, 1, ignore, never);
  const again = untilObserved(supervisor, slug, ({ phase, pid }) => phase === "running" && pid !== first.pid);
  process.kill(first.pid ?? 0, "SIGKILL");
  const seen = await again;
  expect(seen).toMatchObject({ restartCount: 1, generation: 1 });
  expect(seen.lastExit).toMatchObject({ exitCode: null, signal: "SIGKILL", lastLines: ["working"] });
  expect(await lab.starts(slug)).toHaveLength(2);
});

test("shows when the next attempt is while it waits", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor({ timings: { backoffFirstMs: 60_000, backoffLongestMs: 60_000 } });
  const { pid } = await supervisor.start(slug, 1, ignore, never);
  const waiting = untilObserved(supervisor, slug, ({ nextAttemptAt }) => nextAttemptAt !== null);
  process.kill(pid ?? 0, "SIGTERM");
  expect(await waiting).toMatchObject({ phase: "backing-off", lastExit: { exitCode: 0 } });
  expect(await supervisor.stop(slug, 2, ignore, never)).toMatchObject({
    phase: "stopped",
    nextAttemptAt: null,
  });
});

test("gives up after six quick deaths", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  const { pid } = await supervisor.start(slug, 1, ignore, never);
  await lab.behave(slug, { exitAtStart: 3 });
  const failed = untilObserved(supervisor, slug, ({ phase }) => phase === "failed");
  process.kill(pid ?? 0, "SIGKILL");
  expect((await failed).lastExit?.reason).toContain("It died 6 times within 10 minutes");
  expect(await lab.starts(slug)).toHaveLength(6);
});

test("counts quick deaths whatever the host's clock is set to between them", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  const { pid } = await supervisor.start(slug, 1, ignore, never);
  let days = 0;
  const aDayLaterEachTime = () => {
    days += 1;
    return new Date(Date.now() + days * 86_400_000);
  };
  Object.assign(lab.context, { now: aDayLaterEachTime });
  await lab.behave(slug, { exitAtStart: 3 });
  const failed = untilObserved(supervisor, slug, ({ phase }) => phase === "failed");
  process.kill(pid ?? 0, "SIGKILL");
  await failed;
  expect(await lab.starts(slug)).toHaveLength(6);
});

test("does not start a Gateway again whose configuration broke", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  const { pid } = await supervisor.start(slug, 1, ignore, never);
  await lab.behave(slug, { exitAtStart: 78 });
  const failed = untilObserved(supervisor, slug, ({ phase }) => phase === "failed");
  process.kill(pid ?? 0, "SIGKILL");
  expect((await failed).lastExit).toMatchObject({ exitCode: 78 });
  expect(await lab.starts(slug)).toHaveLength(2);
});

test("asks nothing of a port that a stranger took while the Gateway was down", async () => {
  const { slug, basePort } = await lab.addTenant("acme");
  const supervisor = lab.supervisor({ timings: { backoffFirstMs: 60_000, backoffLongestMs: 60_000 } });
  await supervisor.start(slug, 1, ignore, never);
  await supervisor.stop(slug, 2, ignore, never);
  const squatter = runProgram("squatter.mjs", [String(basePort), "127.0.0.1"]);
  await squatter.untilPrinted("listening");
  const seen = await supervisor.observe(slug);
  expect(seen).toMatchObject({ isLive: false, isStarted: false, portHolder: { pid: squatter.child.pid } });
  await squatter.kill();
  expect(squatter.lines).toEqual(["listening"]);
});

test("shows a change of the configuration file on disk", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  await supervisor.attachAll();
  const before = await supervisor.observe(slug);
  const changed = untilObserved(supervisor, slug, ({ configHash }) => configHash !== before.configHash);
  await writeFile(tenantLayout(lab.context.paths, slug).configFile, '{"changed":true}');
  expect((await changed).configHash).toMatch(/^[0-9a-f]{64}$/);
});

test("empties the output of a Gateway that prints too much, keeping a copy", async () => {
  const { slug } = await lab.addTenant("acme", { print: ["x".repeat(5000)] });
  const supervisor = lab.supervisor({ timings: { outputLimitBytes: 4096 } });
  await supervisor.start(slug, 1, ignore, never);
  const { outputFile } = tenantLayout(lab.context.paths, slug);
  expect((await stat(outputFile)).size).toBe(0);
  expect((await stat(`${outputFile}.1`)).size).toBeGreaterThan(5000);
});

test("tells watchers that a removed tenant is gone", async () => {
  const { slug } = await lab.addTenant("acme");
  const supervisor = lab.supervisor();
  await supervisor.attachAll();
  await supervisor.observe(slug);
  const gone = Promise.withResolvers<string>();
  supervisor.watch((change) => {
    if (change.type === "gone") gone.resolve(change.slug);
  });
  await lab.registry.remove(slug);
  expect(await gone.promise).toBe(slug);
  expect(await supervisor.observe(slug)).toMatchObject({ phase: "absent" });
});
