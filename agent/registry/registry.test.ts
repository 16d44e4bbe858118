import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stoppedTenant } from "#agent/fixtures/stopped-tenant.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type InstallationPaths, installationPaths } from "#lib/domain/host/installation-paths.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { openRegistry } from "./registry.ts";

let paths: InstallationPaths;
let directory: string;
const acme = slugSchema.parse("acme");

beforeEach(async () => {
  paths = installationPaths(await mkdtemp(path.join(tmpdir(), "bulkhead-registry-")));
  directory = paths.registry;
  await mkdir(directory, { recursive: true });
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

const record = (slug = acme): TenantRecord => stoppedTenant(slug, { layout: tenantLayout(paths, slug) });

test("has after a restart what was written before", async () => {
  const registry = await openRegistry(paths);
  await registry.create(record());
  await registry.update(acme, (current) => ({ ...current, desired: "running", generation: 7 }));
  const again = await openRegistry(paths);
  expect(again.list()).toEqual([{ ...record(), desired: "running", generation: 7 }]);
});

test("loses no change when many are made at once", async () => {
  const registry = await openRegistry(paths);
  await registry.create(record());
  const add = () => registry.update(acme, (current) => ({ ...current, generation: current.generation + 1 }));
  await Promise.all(Array.from({ length: 20 }, add));
  expect((await openRegistry(paths)).get(acme)?.generation).toBe(20);
});

test("leaves file and memory as they were when a change is refused", async () => {
  const registry = await openRegistry(paths);
  await registry.create(record());
  await expect(registry.update(acme, (current) => ({ ...current, uid: -1 }))).rejects.toThrow();
  expect(registry.get(acme)?.uid).toBe(1000);
  expect(await readdir(directory)).toEqual(["acme.json"]);
});

test.each(["", "{", '{"slug":"acme"}', "null"])(
  "reports a damaged file and touches its tenant no more (%s)",
  async (text) => {
    await writeFile(path.join(directory, "acme.json"), text);
    const registry = await openRegistry(paths);
    expect(registry.list()).toEqual([]);
    expect(registry.damaged()).toMatchObject([{ slug: acme }]);
    expect(() => registry.get(acme)).toThrow(/can't be read/);
    await expect(registry.update(acme, (current) => current)).rejects.toThrow(/can't be read/);
    expect(await readFile(path.join(directory, "acme.json"), "utf8")).toBe(text);
  },
);

test("keeps a damaged file aside when the tenant is written anew", async () => {
  await writeFile(path.join(directory, "acme.json"), "{");
  const registry = await openRegistry(paths);
  await registry.create(record());
  expect(registry.damaged()).toEqual([]);
  expect(registry.get(acme)).toEqual(record());
  expect(await readdir(directory)).toHaveLength(2);
  expect((await openRegistry(paths)).damaged()).toEqual([]);
});

test("refuses a file that describes another tenant", async () => {
  await writeFile(path.join(directory, "acme.json"), JSON.stringify(record(slugSchema.parse("other"))));
  expect((await openRegistry(paths)).damaged()).toMatchObject([{ slug: acme }]);
});

test("forgets a tenant for good, twice if need be", async () => {
  const registry = await openRegistry(paths);
  await registry.create(record());
  await registry.remove(acme);
  await registry.remove(acme);
  expect((await openRegistry(paths)).list()).toEqual([]);
});

test("says of a tenant from before layouts were written down where it lies", async () => {
  const { layout, ...older } = record();
  await writeFile(path.join(directory, "acme.json"), JSON.stringify(older));
  expect((await openRegistry(paths)).get(acme)?.layout).toEqual(layout);
});

test("leads where the record says, wherever a tenant made today would lie", async () => {
  const elsewhere = tenantLayout(installationPaths(path.join(paths.home, "elsewhere")), acme);
  await mkdir(elsewhere.tree, { recursive: true });
  await mkdir(tenantLayout(paths, acme).tree, { recursive: true });
  await (await openRegistry(paths)).create({ ...record(), layout: elsewhere });
  expect((await openRegistry(paths)).get(acme)?.layout).toEqual(elsewhere);
});

test("finds its tenants again after the whole installation was moved", async () => {
  await mkdir(tenantLayout(paths, acme).tree, { recursive: true });
  await (await openRegistry(paths)).create(record());
  const moved = installationPaths(`${paths.home}-moved`);
  await rename(paths.home, moved.home);
  paths = moved;
  expect((await openRegistry(moved)).get(acme)?.layout).toEqual(tenantLayout(moved, acme));
});
