import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildHost, type TestHost } from "#agent/evidence/testing/build-host.ts";
import { createProbeHost } from "#agent/probes/testing/probe-host.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { forgetHungWork, hungDirectory, readHungWork } from "./hung-work.ts";

const program = path.join(import.meta.dirname, "../fixtures/run-hanging.ts");
const slug = slugSchema.parse("mallory");
const neighbour = slugSchema.parse("neighbour");
let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-watchdog-"));
  file = path.join(directory, "endless");
  await writeFile(file, "1");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A process whose loop stands still; resolves once it has ended. */
async function hang(agentDirectory: string, tenant: string, read: string) {
  const child = spawn(process.execPath, [program, agentDirectory, tenant, read], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  await once(child.stdout, "data");
  // Nobody hears it any more.
  child.kill("SIGTERM");
  const [, signal] = await once(child, "close");
  return { signal, said };
}

test("ends a process that hangs and hears no signal, and notes whose work it was", async () => {
  const { signal, said } = await hang(directory, slug, file);
  expect(signal).toBe("SIGKILL");
  expect(said).toContain('"slug":"mallory","part":"workspace"');
  const [note = ""] = await readdir(hungDirectory(directory));
  expect((await stat(path.join(hungDirectory(directory), note))).mode & 0o777).toBe(0o600);
  expect((await stat(hungDirectory(directory))).mode & 0o777).toBe(0o700);

  const hung = await readHungWork(directory);
  expect(hung.reasonFor(slug, "workspace")).toMatch(
    new RegExp(`^Reading ${file} hung the agent at .*; it is left out until the file changes or an operator`),
  );
  // What was under way for others, and what else there is of this one, goes on.
  expect(hung.reasonFor(neighbour, "logs")).toBeNull();
  expect(hung.reasonFor(slug, "logs")).toBeNull();
});

test("what hung is tried again once its file has changed, or an operator has provisioned the tenant", async () => {
  await hang(directory, slug, file);
  await writeFile(file, "22");
  expect((await readHungWork(directory)).reasonFor(slug, "workspace")).toBeNull();
  await hang(directory, slug, file);
  expect((await readHungWork(directory)).reasonFor(slug, "workspace")).not.toBeNull();
  await forgetHungWork(directory, neighbour);
  expect((await readHungWork(directory)).reasonFor(slug, "workspace")).not.toBeNull();
  await forgetHungWork(directory, slug);
  expect((await readHungWork(directory)).reasonFor(slug, "workspace")).toBeNull();
});

/** As the watchdog's thread notes it; no file was being read. */
async function noteHung(agentDirectory: string, tenant: Slug, part: string): Promise<void> {
  const work = { verb: "watch", slug: tenant, part, file: null };
  const note = { at: new Date().toISOString(), seconds: 30, work, stamp: null };
  await mkdir(hungDirectory(agentDirectory), { recursive: true, mode: 0o700 });
  await writeFile(path.join(hungDirectory(agentDirectory), `${tenant}-${part}.json`), JSON.stringify(note));
}

test("a run of attempts leaves a tenant out that hung the last one, says so, and tries all others", async () => {
  const host = await createProbeHost();
  try {
    const tenants = [await host.addTenant(), await host.addTenant(), await host.addTenant()] as const;
    const [left, one, other] = tenants.map(({ slug }) => slug);
    await noteHung(host.context.paths.agent, tenants[0].slug, "attempts");
    const { attempts, events } = await host.probe();
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "started",
        leftOut: [{ slug: left, reason: expect.stringContaining("hung the agent at") }],
      }),
    );
    const tried = new Set(attempts.map(({ source, target }) => `${source} ${target}`));
    expect([...tried].sort()).toEqual([`${one} ${other}`, `${other} ${one}`].sort());
  } finally {
    await host.dispose();
  }
});

test("the watch says nothing of what hung it, and goes on with the rest", async () => {
  const host = await createProbeHost();
  try {
    const [left, other] = [await host.addTenant(), await host.addTenant()];
    await noteHung(host.context.paths.agent, left.slug, "configuration's hash");
    expect(await host.supervisor.observe(left.slug)).toMatchObject({ phase: "stopped", configHash: null });
    const seen = await host.supervisor.observe(other.slug);
    expect(seen.configHash).toMatch(/^[0-9a-f]{64}$/);
  } finally {
    await host.dispose();
  }
});

test("a check after the restart leaves out what hung, says so, and looks at all the rest", async () => {
  const host: TestHost = await buildHost(tmpdir());
  try {
    await chmod(host.context.paths.agent, 0o700);
    const tenant = await host.addTenant("hung");
    await hang(host.context.paths.agent, tenant.record.slug, tenant.layout.configFile);
    const workspace = await host.observe(tenant, "workspace");
    expect([workspace.isMeasured, workspace.reason]).toEqual([
      false,
      expect.stringContaining("hung the agent at"),
    ]);
    expect((await host.observe(tenant, "state-directory")).isMeasured).toBe(true);
    expect((await host.observe(tenant, "logs")).isMeasured).toBe(true);
  } finally {
    await host.remove();
  }
});
