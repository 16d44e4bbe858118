import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BoundaryHost, createBoundaryHost, isRoot } from "#agent/boundary/testing/boundary-host.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { connectAs, listenAs } from "#agent/hardening/testing/as-user.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening } from "#lib/domain/hardening/setting.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { applyFirewall, listFirewall, sameRules, wantedRules } from "./firewall.ts";

const hasFirewall = (await detectHostHardening(isRoot)).loopbackFirewall.isAvailable;

describe.skipIf(!hasFirewall)("the firewall around a tenant's ports (needs root and nftables)", () => {
  let host: BoundaryHost;
  let [a, b]: TenantRecord[] = [];
  let node = "";

  beforeAll(async () => {
    host = await createBoundaryHost();
    const specs = [await host.spec(), await host.spec()];
    for (const spec of specs) await host.provision(spec);
    [a, b] = specs.map(({ slug }) => host.registry.require(slug));
    node = runtimePaths(host.context.paths, b?.runtimeVersion ?? "").node;
  });
  afterAll(() => host.dispose());

  const pair = () => {
    if (!a || !b) throw new Error("The tenants were not provisioned.");
    return { a, b };
  };
  const harden = async (slug: Slug, isOn: boolean) => {
    await host.registry.update(slug, (record) => ({
      ...record,
      hardening: { ...basicHardening, "loopback-firewall": isOn },
    }));
    return applyFirewall(host.context, host.registry);
  };

  test.each(["127.0.0.1", "::1"])(
    "lets the tenant and root connect and nobody else, at %s",
    async (address) => {
      const { a, b } = pair();
      const port = b.basePort + 11;
      await listenAs(node, b.uid, port, address);
      expect(await connectAs(node, a.uid, port, address)).toBe("ECONNREFUSED");
      expect(await connectAs(node, b.uid, port, address)).toBe("connected");
      expect(await connectAs(node, 0, port, address)).toBe("connected");
    },
  );

  test("keeps the ports it closes from other installations, which are told whose they are", async () => {
    const other = await createBoundaryHost();
    try {
      const spec = { ...(await other.spec()), basePort: pair().b.basePort };
      await expect(other.provision(spec)).rejects.toMatchObject({
        detail: { code: "PORT_TAKEN", message: expect.stringContaining(pair().b.slug) },
      });
    } finally {
      await other.dispose();
    }
  });

  test("takes a squatter's voice", async () => {
    const { a, b } = pair();
    await listenAs(node, a.uid, b.basePort, "127.0.0.1");
    expect(await connectAs(node, b.uid, b.basePort, "127.0.0.1")).toBe("silence");
    expect(await connectAs(node, 0, b.basePort, "127.0.0.1")).toBe("silence");
  });

  test("leaves connections alone whose near end happens to lie in a tenant's block", async () => {
    const { a, b } = pair();
    await listenAs(node, a.uid, a.basePort + 3, "127.0.0.1");
    const socket = connect({ port: a.basePort + 3, host: "127.0.0.1", localPort: b.basePort + 40 });
    await once(socket, "connect");
    socket.end("GET / HTTP/1.0\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toContain("here");
    socket.destroy();
  });

  test("opens the ports when it is turned off, and closes them when it is turned on again", async () => {
    const { a, b } = pair();
    await listenAs(node, b.uid, b.basePort + 12, "127.0.0.1");
    expect(await harden(b.slug, false)).toBe(true);
    expect(await connectAs(node, a.uid, b.basePort + 12, "127.0.0.1")).toBe("connected");
    expect(await harden(b.slug, true)).toBe(true);
    expect(await harden(b.slug, true)).toBe(false);
    expect(await connectAs(node, a.uid, b.basePort + 12, "127.0.0.1")).toBe("ECONNREFUSED");
  });

  test("notices rules that somebody changed, and puts them right", async () => {
    const { b } = pair();
    const isAsWanted = async () =>
      sameRules((await listFirewall(host.context)) ?? [], wantedRules(host.context, host.registry));
    await applyFirewall(host.context, host.registry);
    expect(await isAsWanted()).toBe(true);
    const less = { list: () => host.registry.list().filter(({ slug }) => slug !== b.slug) };
    await applyFirewall(host.context, less);
    expect(await isAsWanted()).toBe(false);
    expect(await applyFirewall(host.context, host.registry)).toBe(true);
    expect(await isAsWanted()).toBe(true);
  });

  test("is gone when the last tenant that has it is removed", async () => {
    const spec = await host.spec();
    await host.provision(spec);
    const uid = host.registry.require(spec.slug).uid;
    const uids = async () => (await listFirewall(host.context))?.flatMap((rule) => rule?.uids ?? []) ?? [];
    expect(await uids()).toContain(uid);
    await host.remove(spec);
    expect(await uids()).not.toContain(uid);
    await applyFirewall(host.context, { list: () => [] });
    expect(await listFirewall(host.context)).toEqual([]);
  });
});
