import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, type HardeningSetting } from "#lib/domain/hardening/setting.ts";
import { collectHostEvidence } from "../collect-host-evidence.ts";

const isRoot = process.getuid?.() === 0;
const hasFirewall = (await detectHostHardening(isRoot)).loopbackFirewall.isAvailable;

describe.skipIf(!hasFirewall)("the control port of a browser that is on (needs root and nftables)", () => {
  let host: RealHost;
  let tenant: TenantRecord;
  let config: Record<string, unknown>;
  const file = () => tenantLayout(host.context.paths, tenant.slug).configFile;

  beforeAll(async () => {
    host = await createRealHost();
    tenant = await host.provision("surfer");
    config = JSON.parse(await readFile(file(), "utf8"));
  });
  afterAll(async () => {
    await host.dispose();
    // The last tenant's rules go with it.
    await applyFirewall(host.context, host.registry);
  });

  async function observed(browser: object, ...settings: HardeningSetting[]) {
    const asked = Object.fromEntries(settings.map((setting) => [setting, true]));
    await host.registry.update(tenant.slug, (record) => ({
      ...record,
      hardening: { ...basicHardening, ...asked },
    }));
    await applyFirewall(host.context, host.registry);
    await writeFile(file(), JSON.stringify({ ...config, browser }));
    const { tenants } = await collectHostEvidence(host.context, host.registry);
    const item = tenants[0]?.items.find((each) => each.item === "browser-profile");
    const port = item?.facts.find(({ label }) => label === "Control port")?.value ?? null;
    return { defects: item?.defects.map(({ id }) => id), isMeasured: item?.isMeasured, port };
  }

  test("is open where nothing is seen that refuses other users", async () => {
    expect(await observed({ enabled: true })).toEqual({
      defects: ["browser-profile.open-control-port"],
      isMeasured: true,
      port: null,
    });
  });

  test("is closed by rules that are in force, and the range is told", async () => {
    const { defects, isMeasured, port } = await observed({ enabled: true }, "loopback-firewall");
    expect([defects, isMeasured]).toEqual([[], true]);
    expect(port).toContain(`${tenant.basePort}–${tenant.basePort + 119}`);
  });

  test("is open at a port beyond those rules", async () => {
    const profiles = { work: { cdpPort: tenant.basePort + 500 } };
    const { defects } = await observed({ enabled: true, profiles }, "loopback-firewall");
    expect(defects).toEqual(["browser-profile.open-control-port"]);
  });

  test("is not measured where only a running Gateway would show its own network", async () => {
    const isGivable = host.context.hardening.networkNamespace.isAvailable;
    const seen = await observed({ enabled: true }, "network-namespace", "private-view");
    expect(seen.isMeasured).toBe(!isGivable);
    expect(seen.defects).toEqual(isGivable ? [] : ["browser-profile.open-control-port"]);
  });

  test("is no matter where the browser is off", async () => {
    expect(await observed({ enabled: false })).toEqual({ defects: [], isMeasured: true, port: null });
  });
});
