import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync, rmSync } from "node:fs";
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { portOwnership } from "#agent/boundary/port-ownership.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import { observeHardening } from "#agent/hardening/observe-hardening.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { readCommandLine, readStartTicks } from "#agent/proc/read-process.ts";
import { createProcessDriver } from "#agent/runtime/process-driver.ts";
import { plantPrefix } from "#agent/staged/plant-prefix.ts";
import { handleOf, hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

let host: ProbeHost;
let children: ChildProcess[] = [];
beforeEach(async () => {
  host = await createProbeHost();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await host.dispose();
});

/** Where a planted program writes to when it runs as the host's root, and nobody else can. */
const proof = "/root/.bulkhead-test-displaced";

/**
 * A process of the tenant's user that stands in the registry as its Gateway,
 * and then takes itself into a user and mount namespace of its own, where its
 * own file is /usr/bin/setpriv: the same pid, the same start time.
 */
async function displace(tenant: TenantRecord, isIntoNetwork = false): Promise<number> {
  const { workspace } = host.layout(tenant.slug);
  const planted = path.join(workspace, "setpriv");
  await mkdir(workspace, { recursive: true });
  await writeFile(planted, `#!/bin/sh\nid > ${proof}\n`);
  await chmod(planted, 0o755);
  await chown(planted, tenant.uid, tenant.gid);
  const inside = `mount --bind ${planted} /usr/bin/setpriv && exec sleep 600`;
  const spaces = isIntoNetwork ? "-Urmn" : "-Urm";
  const child = spawn(
    "/usr/bin/setpriv",
    [
      ...[`--reuid=${tenant.uid}`, `--regid=${tenant.gid}`, "--clear-groups", "--no-new-privs", "--"],
      ...["/bin/sh", "-c", `read x; exec unshare ${spaces} /bin/sh -c '${inside}'`],
    ],
    {
      detached: true,
      stdio: ["pipe", "ignore", "inherit"],
      cwd: "/",
      env: { PATH: "/usr/bin:/bin", NODE_ENV: "test" },
    },
  );
  children.push(child);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const own = readlinkSync("/proc/self/ns/user");
  await host.registry.update(tenant.slug, (record) => ({
    ...record,
    process: handleOf({
      pid,
      startTicks: readStartTicks(pid) ?? 0,
      bootId: host.context.bootId,
      uid: tenant.uid,
      startedAt: new Date().toISOString(),
    }),
  }));
  child.stdin?.write("go\n");
  await vi.waitFor(() => expect(readlinkSync(`/proc/${pid}/ns/user`)).not.toBe(own), 10_000);
  await vi.waitFor(async () => expect(await readFile(`/proc/${pid}/comm`, "utf8")).toBe("sleep\n"), 10_000);
  return pid;
}

test.runIf(isRoot)(
  "nothing that stands in a namespace of a tenant's own is run as root, and the tenant is named",
  async () => {
    rmSync(proof, { force: true });
    const [a, b, c] = [await host.addTenant(), await host.addTenant(), await host.addTenant()];
    await host.start(b);
    await displace(a);
    const { events, attempts } = await host.probe();
    await expect(readFile(proof, "utf8")).rejects.toThrow("ENOENT");

    const started = events.find(({ type }) => type === "started");
    expect(started).toMatchObject({
      leftOut: [
        { slug: a.slug, reason: expect.stringContaining("not in the namespaces that Bulkhead made") },
      ],
    });
    const between = (from: TenantRecord, to: TenantRecord, probe: string) =>
      attempts.find((each) => each.source === from.slug && each.target === to.slug && each.probe === probe);
    expect(between(c, b, "files.secrets")).toMatchObject({ outcome: "refused" });
    expect(between(b, c, "files.secrets")).toMatchObject({ outcome: "refused" });
    expect(between(b, a, "process.environ")).toMatchObject({
      outcome: "unmeasured",
      seen: expect.stringContaining("not in the namespaces that Bulkhead made"),
    });
  },
);

test.runIf(isRoot)("what took a Gateway's place is a stranger everywhere, and can be killed", async () => {
  const a = await host.addTenant();
  const pid = await displace(a, true);
  const record = host.registry.require(a.slug);
  const reason = expect.stringContaining("not in the namespaces that Bulkhead made");

  const { settings } = await observeHardening(host.context, host.registry, record);
  for (const setting of ["private-view", "network-namespace", "kernel-filter"] as const)
    expect(settings.find((each) => each.setting === setting)).toMatchObject({
      observed: "off",
      note: reason,
    });
  expect(settings.find(({ setting }) => setting === "inspector-off")).toMatchObject({
    observed: "unknown",
  });

  expect(await portOwnership(await listListeners(), a.basePort, hostProcessOf(record.process))).toMatchObject(
    {
      isOwn4: false,
    },
  );

  const evidence = await collectHostEvidence(host.context, host.registry);
  const text = JSON.stringify(evidence);
  expect(text).toContain("process-displaced");
  expect(text).not.toContain("process-elsewhere");

  await host.supervisor.kill(a.slug, 1_000, () => {}, new AbortController().signal);
  expect(readStartTicks(pid)).not.toBe(hostProcessOf(record.process)?.startTicks);
});

/** A process of the tenant's user that shows itself as its Gateway, outside every boundary that Bulkhead made. */
async function pretend({ slug, uid, gid }: TenantRecord, isAway: boolean): Promise<number> {
  const show = "exec -a openclaw-gateway cat";
  const shell = ["/bin/bash", "--norc", "-c", show];
  const program = isAway ? ["unshare", "-Ur", ...shell] : shell;
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--no-new-privs", "--"];
  const child = spawn("/usr/bin/setpriv", [...identity, ...program], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
    cwd: "/",
    env: {
      ...{ PATH: "/usr/bin:/bin", NODE_ENV: "test", BULKHEAD_TENANT: slug },
      ...{ OPENCLAW_STATE_DIR: host.layout(slug).state, OPENCLAW_CONFIG_PATH: "/etc/shadow", TMPDIR: "/etc" },
    },
  });
  children.push(child);
  const pid = child.pid ?? 0;
  await vi.waitFor(() => expect(readCommandLine(pid)).toEqual(["openclaw-gateway"]), 10_000);
  return pid;
}

test.runIf(isRoot)(
  "what only shows itself as the Gateway is taken for nothing more, and from a namespace of its own not even for that",
  async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const driver = createProcessDriver(host.context, host.commandFor);
    await pretend(b, true);
    expect(driver.findOrphan(b)).toBeNull();

    const pid = await pretend(a, false);
    const found = driver.findOrphan(a);
    expect(found).toMatchObject({ pid, uid: a.uid });
    expect(hostProcessOf(found)?.boundary).toBeUndefined();
    await host.registry.update(a.slug, (record) => ({ ...record, process: found }));
    // What it shows of its environment leads nothing of root's anywhere: its places are looked at as the tenant.
    const { events } = await host.probe();
    expect(events.find(({ type }) => type === "started")).toMatchObject({ leftOut: [] });
    expect(readdirSync("/etc").filter((name) => name.startsWith(plantPrefix))).toEqual([]);
  },
);

test.runIf(isRoot)("what was mounted into a running Gateway's own view is not passed over", async () => {
  const a = await host.addTenant();
  await host.addTenant();
  if (!host.context.hardening.privateView.isAvailable) return;
  const choice = { ...fullHardening, "network-namespace": false };
  await setHardening(host.context, host.registry, a.slug, choice);
  const pid = await host.start(a);
  const leftOut = async () => {
    const { events } = await host.probe();
    return events.find(({ type }) => type === "started");
  };
  expect(await leftOut()).toMatchObject({ leftOut: [] });
  const { workspace } = host.layout(a.slug);
  execFileSync("/usr/bin/nsenter", [
    ...[`--target=${pid}`, "--mount", "--", "mount", "-t", "tmpfs", "none", workspace],
  ]);
  expect(await leftOut()).toMatchObject({
    leftOut: [{ slug: a.slug, reason: expect.stringContaining(workspace) }],
  });
});
