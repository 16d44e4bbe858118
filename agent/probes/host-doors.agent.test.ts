import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "#agent/fixtures/free-port.ts";
import { addHostAddress } from "#agent/hardening/testing/elsewhere.ts";
import { removeRefusals } from "#agent/network/refuse-addresses.ts";
import { removeInside } from "#agent/network/refuse-inside.ts";
import { settleNetwork } from "#agent/network/tenant-network.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening } from "#lib/domain/hardening/setting.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { runProbes } from "./run-probes.ts";
import { runInside } from "./self-test/run-inside.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

let host: ProbeHost;
let a: TenantRecord;
beforeEach(async () => {
  host = await createProbeHost();
  const [first, second] = [await host.addTenant(), await host.addTenant()];
  await setHardening(host.context, host.registry, first.slug, fullHardening);
  await setHardening(host.context, host.registry, second.slug, basicHardening);
  await host.start(host.registry.require(first.slug));
  a = host.registry.require(first.slug);
});
afterEach(() => host.dispose());

/** What a dashboard answers that sends people to its sign-in. */
const serveDashboard = async (address: string) => {
  const server = createServer((_, answer) => answer.writeHead(307, { location: "/sign-in" }).end());
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(0, address, listening));
  return (server.address() as AddressInfo).port;
};

/** The probes of the host from both tenants: one has a network of its own, the other hasn't. */
const probe = async (dashboardPort: number | null) => {
  const attempts: Attempt[] = [];
  await runProbes(
    { ...host.context, dashboardPort },
    host.registry,
    { locks: host.locks },
    (event) => {
      if (event.type === "attempts") attempts.push(...event.attempts);
    },
    new AbortController().signal,
  );
  const of = (isWalled: boolean) => (id: string) =>
    attempts.find(({ probe, source }) => probe === id && (source === a.slug) === isWalled);
  return { walled: of(true), open: of(false) };
};

const proven = { outcome: "refused", control: { by: "root", outcome: "reached" } };

const noNetworks = "This host can give no network of a tenant's own.";
const isWithoutNetworks = () => !host.context.hardening.networkNamespace.isAvailable;

describe.runIf(isRoot)("what a tenant reaches of the host itself", () => {
  test("is nothing from a network of its own, and everything without one", async (context) => {
    if (isWithoutNetworks()) return context.skip(noNetworks);
    await addHostAddress("203.0.113.21");
    // One of the clouds' that nothing else on this machine stands for.
    await addHostAddress("100.100.100.200");
    const metadata = createServer((_, answer) => answer.end()).listen(80, "100.100.100.200");
    onTestFinished(() => void metadata.close());
    const { walled, open } = await probe(await serveDashboard("0.0.0.0"));
    for (const id of ["host.address", "host.dashboard", "host.metadata"]) {
      expect(walled(id), id).toMatchObject(proven);
      expect(open(id), id).toMatchObject({ outcome: "reached" });
    }
  });

  test("shows as soon as what refuses it is taken away", async (context) => {
    if (isWithoutNetworks()) return context.skip(noNetworks);
    await addHostAddress("203.0.113.22");
    await settleNetwork(host.context, a, hostProcessOf(host.registry.require(a.slug).process));
    await removeRefusals(host.context, a);
    await removeInside(host.context, a.slug);
    const { walled } = await probe(await serveDashboard("203.0.113.22"));
    expect(walled("host.address")).toMatchObject({ outcome: "reached" });
    expect(walled("host.dashboard")).toMatchObject({ outcome: "reached" });
  });

  test("isn't measured where there is nothing to reach, and says so", async () => {
    const silent = await serveDashboard("127.0.0.1");
    const without = await probe(null);
    expect(without.walled("host.dashboard")).toMatchObject({
      outcome: "unmeasured",
      seen: expect.stringContaining("wasn't told"),
    });
    expect(without.open("host.dashboard")).toMatchObject({ outcome: "unmeasured" });
    expect((await probe(silent)).open("host.dashboard")).toMatchObject({ outcome: "reached" });
  });

  test("is nothing where the agent sees that nobody listens, and not measured where somebody does and is no dashboard", async () => {
    const { walled, open } = await probe(await freePort());
    for (const of of [walled, open]) expect(of("host.dashboard")).toMatchObject({ outcome: "absent" });
    const mute = createTcpServer((socket) => void socket.destroy());
    onTestFinished(() => void mute.close());
    await new Promise<void>((listening) => mute.listen(0, "127.0.0.1", listening));
    const there = await probe((mute.address() as AddressInfo).port);
    expect(there.walled("host.dashboard")).toMatchObject({ outcome: "unmeasured" });
  });

  test("isn't somebody else's service at the dashboard's number", async (context) => {
    if (isWithoutNetworks()) return context.skip(noNetworks);
    const port = await serveDashboard("127.0.0.1");
    const { end } = await runInside(
      host.context,
      a,
      `require("http").createServer((_, answer) => answer.end("mine")).listen(${port}, "127.0.0.1", () => console.log("ready"))`,
    );
    const { walled } = await probe(port);
    await end();
    expect(walled("host.dashboard")).toMatchObject(proven);
  });
});
