import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { adoptConfig } from "#agent/provision/adopt-config.ts";
import { configureTenant } from "#agent/provision/configure-tenant.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { listAdopted, releaseAdopted } from "./adopted-settings.ts";
import { describeDrift } from "./read-drift.ts";

let host: RealHost;
let slug: TenantRecord["slug"];
let written: string;
let generation = 1;
const tenant = () => host.registry.require(slug);
const file = () => tenantLayout(host.context.paths, slug).configFile;
const never = new AbortController().signal;

beforeAll(async () => {
  host = await createRealHost();
  ({ slug } = await host.provision("keeper"));
  written = await readFile(file(), "utf8");
});
afterAll(() => host.dispose());

/** What restoring is: the configuration as the dashboard has it is written again. */
async function configure(): Promise<void> {
  generation += 1;
  const { rung, basePort, runtimeVersion, hasPowerfulTools } = tenant();
  const spec = { slug, rung, basePort, runtimeVersion, hasPowerfulTools };
  await configureTenant(host.context, host.registry, { spec, generation }, () => {}, never);
}

async function edit(changes: object): Promise<void> {
  await writeFile(file(), JSON.stringify({ ...JSON.parse(await readFile(file(), "utf8")), ...changes }));
}

it("keeps what was adopted through a restore, until it is kept no longer", async () => {
  await edit({ session: { dmScope: "per-peer" }, messages: { responsePrefix: "Hi" } });
  const { diskHash } = (await describeDrift(host.context, tenant())) ?? {};
  await adoptConfig(host.context, tenant(), diskHash ?? "");
  const adopted = await readFile(file(), "utf8");
  const kept = await listAdopted(host.context, tenant());
  expect(kept.map(({ path, asked, kept: value }) => [path, asked, value])).toEqual([
    ["messages.responsePrefix", null, [{ plain: '"Hi"' }]],
    ["session.dmScope", [{ plain: '"per-channel-peer"' }], [{ plain: '"per-peer"' }]],
  ]);

  await edit({ session: { dmScope: "main" } });
  const ids = kept.map(({ id }) => id);
  // Nobody has decided on that edit yet, and giving a setting up must not decide it.
  await expect(releaseAdopted(host.context, tenant(), ids)).rejects.toMatchObject({
    detail: { code: "CONFIG_CHANGED" },
  });
  await configure();
  expect(await readFile(file(), "utf8")).toBe(adopted);

  expect(await releaseAdopted(host.context, tenant(), ids.slice(1))).toEqual(["session.dmScope"]);
  expect(await releaseAdopted(host.context, tenant(), ids.slice(1))).toEqual([]);
  expect(await describeDrift(host.context, tenant())).toBeNull();
  await configure();
  expect(JSON.parse(await readFile(file(), "utf8"))).toMatchObject({
    session: { dmScope: "per-channel-peer" },
    messages: { responsePrefix: "Hi" },
  });
  expect(await listAdopted(host.context, tenant())).toMatchObject([{ path: "messages.responsePrefix" }]);

  await releaseAdopted(host.context, tenant(), ids);
  await configure();
  expect(await readFile(file(), "utf8")).toBe(written);
  expect(await listAdopted(host.context, tenant())).toEqual([]);
});
