import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { basicHardening } from "#lib/domain/hardening/setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { openRegistry } from "./registry.ts";
import type { TenantRecord } from "./tenant-record.ts";

let directory: string;
const acme = slugSchema.parse("acme");

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-registry-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function record(slug = acme): TenantRecord {
  return {
    slug,
    rung: "profile",
    uid: 1000,
    gid: 1000,
    userName: "someone",
    basePort: 19_200,
    runtimeVersion: "2026.9.6",
    hasPowerfulTools: false,
    isProvisioned: true,
    desired: "stopped",
    generation: 0,
    process: null,
    restartCount: 0,
    isHeld: false,
    lastExit: null,
    hardening: basicHardening,
    channels: [],
    models: [],
    hasOpenAiApi: false,
  };
}

test("has after a restart what was written before", async () => {
  const registry = await openRegistry(directory);
  await registry.create(record());
  await registry.update(acme, (current) => ({ ...current, desired: "running", generation: 7 }));
  const again = await openRegistry(directory);
  expect(again.list()).toEqual([{ ...record(), desired: "running", generation: 7 }]);
});

test("loses no change when many are made at once", async () => {
  const registry = await openRegistry(directory);
  await registry.create(record());
  const add = () => registry.update(acme, (current) => ({ ...current, generation: current.generation + 1 }));
  await Promise.all(Array.from({ length: 20 }, add));
  expect((await openRegistry(directory)).get(acme)?.generation).toBe(20);
});

test("leaves file and memory as they were when a change is refused", async () => {
  const registry = await openRegistry(directory);
  await registry.create(record());
  await expect(registry.update(acme, (current) => ({ ...current, uid: -1 }))).rejects.toThrow();
  expect(registry.get(acme)?.uid).toBe(1000);
  expect(await readdir(directory)).toEqual(["acme.json"]);
});

test.each(["", "{", '{"slug":"acme"}', "null"])(
  "reports a damaged file and touches its tenant no more (%s)",
  async (text) => {
    await writeFile(path.join(directory, "acme.json"), text);
    const registry = await openRegistry(directory);
    expect(registry.list()).toEqual([]);
    expect(registry.damaged()).toMatchObject([{ slug: acme }]);
    expect(() => registry.get(acme)).toThrow(/can't be read/);
    await expect(registry.update(acme, (current) => current)).rejects.toThrow(/can't be read/);
    expect(await readFile(path.join(directory, "acme.json"), "utf8")).toBe(text);
  },
);

test("keeps a damaged file aside when the tenant is written anew", async () => {
  await writeFile(path.join(directory, "acme.json"), "{");
  const registry = await openRegistry(directory);
  await registry.create(record());
  expect(registry.damaged()).toEqual([]);
  expect(registry.get(acme)).toEqual(record());
  expect(await readdir(directory)).toHaveLength(2);
  expect((await openRegistry(directory)).damaged()).toEqual([]);
});

test("refuses a file that describes another tenant", async () => {
  await writeFile(path.join(directory, "acme.json"), JSON.stringify(record(slugSchema.parse("other"))));
  expect((await openRegistry(directory)).damaged()).toMatchObject([{ slug: acme }]);
});

test("forgets a tenant for good, twice if need be", async () => {
  const registry = await openRegistry(directory);
  await registry.create(record());
  await registry.remove(acme);
  await registry.remove(acme);
  expect((await openRegistry(directory)).list()).toEqual([]);
});
