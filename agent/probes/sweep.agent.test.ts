import { existsSync } from "node:fs";
import { chown, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isCanaryOfNow, plantsDuring } from "#agent/files/planted.ts";
import { canaryName } from "#agent/staged/plant-prefix.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { sweepLeftovers } from "./sweep.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

let host: ProbeHost;
let tenant: TenantRecord;
const left: string[] = [];
beforeEach(async () => {
  host = await createProbeHost();
  tenant = await host.addTenant();
});
afterEach(async () => {
  for (const file of left.splice(0)) await rm(file, { force: true });
  await host.dispose();
});

async function leave(directory: string, uid: number, minutesAgo = 0): Promise<string> {
  const file = path.join(directory, canaryName(`of-a-run-that-was-killed-${left.length}`));
  left.push(file);
  await writeFile(file, "canary", { mode: 0o644 });
  await chown(file, uid, uid);
  const at = new Date(Date.now() - minutesAgo * 60_000);
  await utimes(file, at, at);
  return file;
}

test.runIf(isRoot)(
  "what a killed run left in tenants' trees and as their users is taken away at once",
  async () => {
    const { backups } = host.layout(tenant.slug);
    const [ours, theirs, old] = [
      [await leave(backups, tenant.uid), await leave(backups, 0), await leave("/tmp", tenant.uid)],
      await leave("/tmp", 0),
      await leave("/tmp", 0, 20),
    ];
    const mine = path.join(backups, "archive.tar.gz");
    await writeFile(mine, "kept");
    await sweepLeftovers(host.context, host.registry.list(), null);
    expect([...ours, old].filter(existsSync)).toEqual([]);
    // A run of another installation may go on.
    expect([theirs, mine].filter(existsSync)).toEqual([theirs, mine]);
  },
);

test("only the canary of the run under way is known as planted", () => {
  const names = () =>
    [canaryName("now"), canaryName("before"), `${canaryName("now")}.tar`].filter(isCanaryOfNow);
  {
    using _run = plantsDuring("now");
    expect(names()).toEqual([canaryName("now")]);
  }
  expect(names()).toEqual([]);
});
