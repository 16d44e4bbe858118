import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { createProcessDriver } from "#agent/runtime/process-driver.ts";
import { createSupervisor } from "#agent/runtime/supervisor.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { basicHardening, type HardeningChoice } from "#lib/domain/hardening/setting.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { runProbes } from "./run-probes.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { isRoot } from "./testing/probe-host.ts";

const never = new AbortController().signal;
let host: RealHost;
beforeEach(async () => {
  host = await createRealHost();
  const { context, registry, locks } = host;
  // Bulkhead starts Gateways with announcing off; here somebody turned it on.
  const driver = createProcessDriver(context, (tenant) => {
    const command = boundaryCommand(context, tenant, ["gateway", "run"], { outlivesAgent: true });
    return { ...command, env: { ...command.env, OPENCLAW_DISABLE_BONJOUR: "0" } };
  });
  await host.supervisor.close();
  host.supervisor = createSupervisor(context, registry, locks, { driver });
});
afterEach(() => host.dispose());

test.runIf(isRoot)(
  "a Gateway that really announces itself is heard next door, and not by a tenant in a network of its own",
  async () => {
    const { context, registry, locks } = host;
    const [a, b] = [await host.provision("hears-a"), await host.provision("announces-b")];
    for (const { slug } of [a, b]) await setHardening(context, registry, slug, basicHardening);
    const { configFile } = tenantLayout(context.paths, b.slug);
    const config = JSON.parse(await readFile(configFile, "utf8"));
    config.discovery = { mdns: { mode: "minimal" } };
    config.plugins.allow.push("bonjour");
    config.plugins.entries = { ...config.plugins.entries, bonjour: { enabled: true } };
    await writeFile(configFile, JSON.stringify(config));
    await host.supervisor.start(b.slug, 2, () => {}, never);

    const heardBy = async (hardening: HardeningChoice): Promise<Attempt | undefined> => {
      await setHardening(context, registry, a.slug, hardening);
      const found: Attempt[] = [];
      const take = (attempts: readonly Attempt[]) =>
        found.push(...attempts.filter(({ probe, source }) => probe === "shared.mdns" && source === a.slug));
      await runProbes(
        context,
        registry,
        { locks },
        (event) => void (event.type === "attempts" && take(event.attempts)),
        never,
      );
      return found[0];
    };
    await expect
      .poll(async () => (await heardBy(basicHardening))?.outcome, { timeout: 60_000, interval: 1000 })
      .toBe("reached");
    if (!context.hardening.networkNamespace.isAvailable) return;
    expect(await heardBy({ ...basicHardening, "network-namespace": true })).toMatchObject({
      outcome: "refused",
      control: { by: "root", outcome: "reached" },
    });
  },
);
