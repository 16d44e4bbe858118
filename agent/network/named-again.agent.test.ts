import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createProbeHost, isRoot, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { readNamespaces } from "#agent/proc/namespaces.ts";
import { networkAt, networkOf } from "#agent/proc/network-of.ts";
import { readProcess, readStartTicks } from "#agent/proc/read-process.ts";
import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { ensureNamespace, removeNamespace, renameNamespace } from "./namespace.ts";
import { networkPlace } from "./network-place.ts";

describe.skipIf(!isRoot || !existsSync("/usr/sbin/ip"))("a network's name (needs root and iproute2)", () => {
  let host: ProbeHost;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    host = await createProbeHost();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    for (const { slug } of host.registry.list()) await removeNamespace(host.context, slug);
    await host.dispose();
  });

  /** A process of the tenant's in its network, as it is written down at a start; it becomes `then` when it is told to. */
  const startIn = async ({ slug, uid, gid }: TenantRecord, then: string) => {
    const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--no-new-privs", "--"];
    const program = ["/usr/bin/setpriv", ...identity, "/bin/sh", "-c", `read x; exec ${then}`];
    const child = spawn("/usr/bin/nsenter", [`--net=${networkPlace(slug)}`, "--", ...program], {
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: "/usr/bin:/bin", NODE_ENV: "test" },
    });
    children.push(child);
    const pid = child.pid ?? 0;
    await vi.waitFor(() => expect(readProcess(pid)).toMatchObject({ uid, comm: "sh" }), 10_000);
    const startTicks = readStartTicks(pid) ?? 0;
    const namespaces = readNamespaces(pid, startTicks);
    if (namespaces === null) throw new Error("The process ended early.");
    const gateway: ProcessIdentity = {
      ...{ pid, startTicks, uid, bootId: host.context.bootId, startedAt: new Date().toISOString() },
      boundary: { hasView: false, hasNetwork: true, hasFilter: false, namespaces },
    };
    return { gateway, tell: () => child.stdin?.write("go\n") };
  };

  test("is given again to the network that the Gateway was put into", async () => {
    const tenant = await host.addTenant();
    await ensureNamespace(host.context, tenant.slug);
    const network = networkAt(networkPlace(tenant.slug));
    const { gateway } = await startIn(tenant, "sleep 600");
    await removeNamespace(host.context, tenant.slug);
    expect(networkAt(networkPlace(tenant.slug))).toBeNull();
    await renameNamespace(host.context, tenant.slug, gateway);
    expect(networkAt(networkPlace(tenant.slug))).toBe(network);
  });

  test("is never given to a network that a tenant made", async () => {
    const tenant = await host.addTenant();
    await ensureNamespace(host.context, tenant.slug);
    const { gateway, tell } = await startIn(tenant, "unshare -Urn sleep 600");
    tell();
    await vi.waitFor(() => expect(networkOf(gateway.pid)).not.toBe(gateway.boundary?.namespaces.net), 10_000);
    await removeNamespace(host.context, tenant.slug);
    const renamed = renameNamespace(host.context, tenant.slug, gateway);
    await expect(renamed).rejects.toThrow("not in the network that Bulkhead made");
    expect(networkAt(networkPlace(tenant.slug))).toBeNull();
    const { boundary: _, ...unrecorded } = gateway;
    await expect(renameNamespace(host.context, tenant.slug, unrecorded)).rejects.toThrow(
      "not in the network",
    );
  });
});
