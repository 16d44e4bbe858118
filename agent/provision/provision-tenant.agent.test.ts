import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAccount } from "#agent/boundary/system-account.ts";
import { type BoundaryHost, createBoundaryHost, isRoot } from "#agent/boundary/testing/boundary-host.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { tenantUserName } from "#agent/tenant/tenant-layout.ts";
import { planTenant } from "./plan-tenant.ts";

const needsRoot = "needs root: it makes OS users";
let host: BoundaryHost;

beforeAll(async () => {
  host = await createBoundaryHost();
});
afterAll(() => host.dispose());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AgentFailure ? error.detail.code : error),
  );
const tokenOf = async (file: string): Promise<string> =>
  JSON.parse(await readFile(file, "utf8")).gateway.token;
const run = (file: string, ...args: string[]) =>
  runCommand({ file, args, cwd: "/", env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" } }, { timeoutMs: 30_000 });
const asTenant = async (uid: number, ...args: string[]) =>
  (await run("setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--no-new-privs", ...args))
    .exitCode;

const allSteps = [
  "check",
  "runtime",
  "os-user",
  "directories",
  "token",
  "firewall",
  "network",
  "configuration",
  "validate",
  "register",
];

describe("provisioning", () => {
  test("makes the boundary once and then leaves it alone", async () => {
    const spec = await host.spec();
    const first = await host.provision(spec);
    const { loopbackFirewall, networkNamespace } = host.context.hardening;
    const left = new Set([
      "runtime",
      ...(loopbackFirewall.isAvailable ? [] : ["firewall"]),
      ...(networkNamespace.isAvailable ? [] : ["network"]),
    ]);
    expect(first.filter((step) => step.endsWith(": done")).map((step) => step.split(":")[0])).toEqual(
      allSteps.filter((id) => !left.has(id)),
    );
    const token = await tokenOf(host.layout(spec).secretsFile);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const second = await host.provision(spec);
    expect(second).toEqual(["check: done", ...allSteps.slice(1).map((id) => `${id}: unchanged`)]);
    expect(await tokenOf(host.layout(spec).secretsFile)).toBe(token);
    expect(host.registry.require(spec.slug)).toMatchObject({ isProvisioned: true, desired: "stopped" });
  });

  test.skipIf(!isRoot)(
    `gives what the tenant writes to it alone, and the rest to root (${needsRoot})`,
    async () => {
      const spec = await host.spec();
      await host.provision(spec);
      const { uid, gid } = host.registry.require(spec.slug);
      const layout = host.layout(spec);
      const seen = async (file: string) => {
        const stat = await lstat(file);
        return [(stat.mode & 0o7777).toString(8), stat.uid, stat.gid];
      };
      for (const own of [
        layout.home,
        layout.state,
        layout.workspace,
        layout.logs,
        layout.secrets,
        layout.cache,
      ])
        expect(await seen(own)).toEqual(["700", uid, gid]);
      expect(await seen(layout.secretsFile)).toEqual(["600", uid, gid]);
      expect(await seen(layout.tree)).toEqual(["710", 0, gid]);
      expect(await seen(layout.config)).toEqual(["750", 0, gid]);
      expect(await seen(layout.configFile)).toEqual(["640", 0, gid]);
      expect(await seen(layout.output)).toEqual(["700", 0, 0]);
      expect(await asTenant(uid, "cat", layout.configFile)).toBe(0);
      expect(await asTenant(uid, "sh", "-c", `echo x >> ${layout.configFile}`)).not.toBe(0);
      expect(await asTenant(uid, "mv", layout.config, `${layout.tree}/other`)).not.toBe(0);
      expect(await asTenant(uid, "ls", host.context.paths.tenants)).not.toBe(0);
    },
  );

  test.skipIf(!isRoot)(`closes the tenant's tree to another tenant (${needsRoot})`, async () => {
    const [a, b] = [await host.spec(), await host.spec()];
    await Promise.all([host.provision(a), host.provision(b)]);
    const [uidA, uidB] = [host.registry.require(a.slug).uid, host.registry.require(b.slug).uid];
    expect(uidA).not.toBe(uidB);
    expect(await asTenant(uidB, "cat", host.layout(b).secretsFile)).toBe(0);
    expect(await asTenant(uidA, "cat", host.layout(b).secretsFile)).not.toBe(0);
    expect(await asTenant(uidA, "cat", host.layout(b).configFile)).not.toBe(0);
    expect(await asTenant(uidA, "ls", host.layout(b).tree)).not.toBe(0);
  });

  test("puts a configuration right that was changed on disk", async () => {
    const spec = await host.spec();
    await host.provision(spec);
    const { configFile } = host.layout(spec);
    const before = await readFile(configFile, "utf8");
    await writeFile(configFile, "{ broken");
    await chmod(configFile, 0o666);
    expect(await host.provision(spec)).toEqual(
      expect.arrayContaining(["configuration: done", "validate: done", "token: unchanged"]),
    );
    expect(await readFile(configFile, "utf8")).toBe(before);
    expect((await lstat(configFile)).mode & 0o007).toBe(0);
  });

  test("is not led away by what a tenant plants in its directories", async () => {
    const spec = await host.spec();
    await host.provision(spec);
    const { secretsFile, secrets } = host.layout(spec);
    const victim = path.join(host.home, "victim");
    await writeFile(victim, "precious", { mode: 0o600 });
    await rm(secretsFile);
    await symlink(victim, secretsFile);
    expect(await host.provision(spec)).toContain("token: done");
    expect(await readFile(victim, "utf8")).toBe("precious");
    expect((await lstat(victim)).uid).toBe(host.context.uid);
    expect((await lstat(secretsFile)).isFile()).toBe(true);
    await rm(secretsFile);
    await run("mkfifo", secretsFile);
    expect(await host.provision(spec)).toContain("token: done");
    expect((await lstat(secretsFile)).isFile()).toBe(true);
    expect((await lstat(secrets)).isDirectory()).toBe(true);
  });

  test.each(allSteps.slice(2))("completes what was cut off at the step %s", async (dieAt) => {
    const spec = await host.spec();
    const program = path.join(import.meta.dirname, "..", "fixtures", "run-provision.ts");
    const args = [program, host.home, host.context.paths.runtimeStore, JSON.stringify(spec), dieAt];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
    await host.reopen();
    expect(host.registry.get(spec.slug)?.isProvisioned ?? false).toBe(false);
    const uid = host.registry.get(spec.slug)?.uid;
    await host.provision(spec);
    const record = host.registry.require(spec.slug);
    expect(record.isProvisioned).toBe(true);
    if (uid !== undefined) expect(record.uid).toBe(uid);
    expect(await host.provision(spec)).toContain("directories: unchanged");
  });

  test("repairs a damaged record with the same user and token", async () => {
    const spec = await host.spec();
    await host.provision(spec);
    const { uid } = host.registry.require(spec.slug);
    const token = await tokenOf(host.layout(spec).secretsFile);
    await writeFile(path.join(host.context.paths.registry, `${spec.slug}.json`), "{");
    await host.reopen();
    expect(() => host.registry.get(spec.slug)).toThrow(/can't be read/);
    await host.provision(spec);
    expect(host.registry.require(spec.slug)).toMatchObject({ uid, isProvisioned: true });
    expect(await tokenOf(host.layout(spec).secretsFile)).toBe(token);
  });
});

describe("refusals, with nothing changed", () => {
  test("an order that a later one has overtaken", async () => {
    const spec = await host.spec();
    await host.provision(spec, 5);
    expect(await codeOf(host.provision(spec, 4))).toBe("STALE_GENERATION");
  });

  test("ports on which somebody listens, with who it is", async () => {
    const spec = await host.spec();
    const server = createServer();
    await once(server.listen(spec.basePort + 117, "127.0.0.1"), "listening");
    const plan = await planTenant(host.context, host.registry, spec);
    expect(plan.obstacles).toMatchObject([
      { code: "PORT_TAKEN", message: expect.stringContaining(`pid ${process.pid}`) },
    ]);
    expect(await codeOf(host.provision(spec))).toBe("PORT_TAKEN");
    server.close();
    await once(server, "close");
    expect(host.registry.get(spec.slug)).toBeNull();
    expect((await planTenant(host.context, host.registry, spec)).obstacles).toEqual([]);
  });

  test("a block that overlaps a neighbour's", async () => {
    const first = await host.spec();
    await host.provision(first);
    const second = await host.spec({ basePort: first.basePort });
    await expect(host.provision(second)).rejects.toThrow(new RegExp(`"${first.slug}"`));
  });

  test("a rung that this host can't give", async () => {
    const spec = await host.spec({ rung: isRoot ? "profile" : "os-user" });
    expect(await codeOf(host.provision(spec))).toBe(isRoot ? "RUNG_UNAVAILABLE" : "NOT_ROOT");
  });

  test("a version without locked packages", async () => {
    const spec = await host.spec({ runtimeVersion: "2020.1.1" });
    expect(await codeOf(host.provision(spec))).toBe("RUNTIME_MISSING");
  });

  test("a directory or link that it didn't make", async () => {
    const spec = await host.spec();
    const { tree } = host.layout(spec);
    await mkdir(tree);
    await writeFile(path.join(tree, "thesis.txt"), "years of work");
    expect(await codeOf(host.provision(spec))).toBe("PATH_FOREIGN");
    expect(await codeOf(host.remove(spec))).toBe("PATH_FOREIGN");
    expect(await readFile(path.join(tree, "thesis.txt"), "utf8")).toBe("years of work");
    await rename(tree, `${tree}.elsewhere`);
    await symlink(`${tree}.elsewhere`, tree);
    expect(await codeOf(host.provision(spec))).toBe("PATH_FOREIGN");
    await rm(tree);
    await rm(`${tree}.elsewhere`, { recursive: true });
  });

  test.skipIf(!isRoot)(`an OS user of that name that it didn't make (${needsRoot})`, async () => {
    const spec = await host.spec();
    const name = tenantUserName(spec.slug);
    await run("useradd", "--system", "--comment", "somebody", name);
    expect(await codeOf(host.provision(spec))).toBe("OS_USER_FOREIGN");
    expect(await codeOf(host.remove(spec))).toBe("OS_USER_FOREIGN");
    expect((await findAccount(name))?.comment).toBe("somebody");
    expect(host.registry.get(spec.slug)).toBeNull();
  });

  test.skipIf(!isRoot)(`a disk that is nearly full (${needsRoot})`, async () => {
    const spec = await host.spec();
    const small = path.join(host.home, "small");
    await mkdir(small);
    const mounted = await run("mount", "-t", "tmpfs", "-o", "size=64m,mode=755", "tmpfs", small);
    expect(mounted.stderr).toBe("");
    const paths = { ...host.context.paths, tenants: path.join(small, "tenants") };
    const { obstacles } = await planTenant({ ...host.context, paths }, host.registry, spec);
    await run("umount", small);
    expect(obstacles.map(({ code }) => code)).toEqual(["DISK_FULL"]);
  });
});

describe("removal", () => {
  test("leaves nothing of the tenant, and nothing outside touched", async () => {
    const spec = await host.spec();
    await host.provision(spec);
    const { uid } = host.registry.require(spec.slug);
    const layout = host.layout(spec);
    const outside = path.join(host.home, "outside");
    await mkdir(outside, { recursive: true });
    await writeFile(path.join(outside, "kept"), "kept");
    await symlink(outside, path.join(layout.workspace, "link"));
    const identity = isRoot ? [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"] : [];
    const left = spawn("setpriv", [...identity, "sleep", "600"], { stdio: "ignore" });
    const ended = once(left, "exit");
    await once(left, "spawn");

    await host.remove(spec);
    expect(await readFile(path.join(outside, "kept"), "utf8")).toBe("kept");
    expect(host.registry.get(spec.slug)).toBeNull();
    await expect(lstat(layout.tree)).rejects.toThrow(/ENOENT/);
    if (isRoot) {
      await ended;
      expect(readProcess(left.pid ?? 0)).toBeNull();
      expect(await findAccount(tenantUserName(spec.slug))).toBeNull();
      await expect(lstat(`/tmp/openclaw-${uid}`)).rejects.toThrow(/ENOENT/);
    } else left.kill("SIGKILL");
    const again = await host.remove(spec);
    expect(again.every((step) => step.endsWith("unchanged"))).toBe(true);
  });

  test("keeps the backups out of everybody's reach unless told otherwise", async () => {
    const spec = await host.spec();
    await host.provision(spec);
    await writeFile(path.join(host.layout(spec).backups, "monday.tar"), "backup");
    expect(await host.remove(spec, false)).toContain("backups: done");
    const shelf = path.join(host.home, "kept-backups");
    expect((await lstat(shelf)).mode & 0o077).toBe(0);
    const found = await run("find", shelf, "-name", "monday.tar");
    expect(found.stdout).toContain(spec.slug);
  });
});
