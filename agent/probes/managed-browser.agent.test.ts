import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { observeHardening } from "#agent/hardening/observe-hardening.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening } from "#lib/domain/hardening/setting.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { runProbes } from "./run-probes.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { isRoot } from "./testing/probe-host.ts";

const never = new AbortController().signal;
let host: RealHost;
let generation = 1;
beforeEach(async () => {
  host = await createRealHost();
});
afterEach(() => host.dispose());

/** A tenant whose Gateway runs in the host's network and has OpenClaw's own browser on. */
async function withBrowser(
  slug: string,
  cdpPort?: number,
  hardening = basicHardening,
): Promise<TenantRecord> {
  const record = await host.provision(slug);
  await setHardening(host.context, host.registry, record.slug, hardening);
  const { configFile } = tenantLayout(host.context.paths, record.slug);
  const config = JSON.parse(await readFile(configFile, "utf8"));
  config.plugins.allow.push("browser");
  config.browser = {
    enabled: true,
    ...{ headless: true, noSandbox: true, executablePath: "/usr/bin/chromium", defaultProfile: "openclaw" },
    ...(cdpPort !== undefined && { profiles: { openclaw: { cdpPort } } }),
  };
  await writeFile(configFile, JSON.stringify(config));
  generation += 1;
  await host.supervisor.start(record.slug, generation, () => {}, never);
  return record;
}

async function tryAll(): Promise<(source: TenantRecord, target: TenantRecord, probe: ProbeId) => Attempt> {
  const { context, registry, locks } = host;
  const attempts = new Map<string, Attempt>();
  await runProbes(
    context,
    registry,
    { locks },
    (event) => {
      for (const attempt of event.type === "attempts" ? event.attempts : [])
        attempts.set(`${attempt.source} ${attempt.target} ${attempt.probe}`, attempt);
    },
    never,
  );
  return (source, target, probe) => {
    const attempt = attempts.get(`${source.slug} ${target.slug} ${probe}`);
    if (attempt === undefined) throw new Error(`${probe} was not tried.`);
    return attempt;
  };
}

async function isBrowserRunning(tenant: TenantRecord): Promise<boolean> {
  const record = host.registry.require(tenant.slug);
  return withGateway(host.context, record, { scopes: ["operator.admin"] }, async ({ call }) => {
    const status = await call("browser.request", { method: "GET", path: "/" });
    return (status as { running: boolean }).running;
  });
}

/** As somebody does who works with it. */
async function startBrowser(tenant: TenantRecord): Promise<void> {
  const record = host.registry.require(tenant.slug);
  const params = { method: "POST", path: "/start", timeoutMs: 20_000 };
  await withGateway(host.context, record, { scopes: ["operator.admin"], timeoutMs: 30_000 }, ({ call }) =>
    call("browser.request", params),
  );
}

test.runIf(isRoot)(
  "a real managed browser is driven from next door until the firewall stands, and is stopped after the run",
  async () => {
    const a = await host.provision("browser-a");
    await setHardening(host.context, host.registry, a.slug, basicHardening);
    const b = await withBrowser("browser-b");
    const open = await tryAll();
    expect(open(a, b, "port.browser")).toMatchObject({
      outcome: "reached",
      seen: expect.stringMatching(/Chrome\/\d+.*\/json\/version/),
    });
    expect(await isBrowserRunning(b)).toBe(false);

    const cancel = new AbortController();
    const { context, registry, locks } = host;
    const cancelled = runProbes(
      context,
      registry,
      { locks },
      (event) => void (event.type === "started" && cancel.abort(new Error("cancelled"))),
      cancel.signal,
    );
    await expect(cancelled).rejects.toThrow("cancelled");
    expect(await isBrowserRunning(b)).toBe(false);
    const record = registry.require(b.slug);
    const listed = await withGateway(context, record, { scopes: ["operator.admin"] }, async ({ call }) => [
      await call("sessions.list", {}),
      await call("device.pair.list", {}),
    ]);
    expect(listed).toMatchObject([{ sessions: [] }, { paired: [], pending: [] }]);

    await setHardening(host.context, host.registry, b.slug, { ...basicHardening, "loopback-firewall": true });
    const closed = await tryAll();
    expect(closed(a, b, "port.browser")).toMatchObject({
      outcome: "refused",
      control: { by: "target", outcome: "reached", seen: expect.stringContaining("Chrome/") },
    });
    expect(closed(b, a, "port.browser")).toMatchObject({
      outcome: "absent",
      seen: expect.stringContaining("stopped"),
    });
  },
);

test.runIf(isRoot)(
  "two Gateways that are set to one browser port are seen to drive one browser",
  async () => {
    const b = await withBrowser("browser-b");
    const a = await withBrowser("browser-a", b.basePort + 11);
    await startBrowser(b);
    const shared = await tryAll();
    expect(shared(a, b, "port.browser-shared")).toMatchObject({
      outcome: "reached",
      seen: expect.stringContaining(String(b.basePort + 11)),
    });
    // Both Gateways run, so what is said of conversations and devices was really tried.
    for (const probe of ["gateway.session-key", "gateway.paired-device"] as const) {
      const proven = { outcome: "refused", control: { by: "target", outcome: "reached" } };
      expect(shared(a, b, probe)).toMatchObject(proven);
    }
  },
);

test.runIf(isRoot)(
  "a real managed browser runs behind closed kernel doors, without Chromium's own sandbox",
  async () => {
    const hardening = { ...basicHardening, "private-view": true, "kernel-filter": true };
    const tenant = await withBrowser("browser-c", undefined, hardening);
    const record = host.registry.require(tenant.slug);
    const seen = await observeHardening(host.context, host.registry, record);
    expect(seen.settings.find(({ setting }) => setting === "kernel-filter")).toMatchObject({
      observed: host.context.hardening.kernelFilter.isAvailable ? "on" : "off",
    });
    await withGateway(
      host.context,
      record,
      { scopes: ["operator.admin"], timeoutMs: 60_000 },
      async ({ call }) => {
        await call("browser.request", { method: "POST", path: "/start" });
      },
    );
    expect(await isBrowserRunning(tenant)).toBe(true);
  },
);
