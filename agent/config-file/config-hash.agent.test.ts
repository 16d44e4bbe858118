import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildHost, type TestHost, type TestTenant } from "#agent/evidence/testing/build-host.ts";
import { createConfigHasher } from "./config-hash.ts";
import { readConfig } from "./read-config.ts";

let host: TestHost;
let tenant: TestTenant;
let file: string;
beforeEach(async () => {
  host = await buildHost(tmpdir());
  tenant = await host.addTenant("hash");
  file = tenant.layout.configFile;
});
afterEach(() => host.remove());

const included = (name = "more.json5") => path.join(tenant.layout.config, name);
const read = () => readConfig(host.context, tenant.record, tenant.layout.tree, file);

it("is the file's own hash where it includes nothing", async () => {
  await writeFile(file, "{}");
  const own = createHash("sha256").update("{}").digest("hex");
  expect(await createConfigHasher().hash(host.context, tenant.record)).toBe(own);
  expect((await read()).wholeHash).toBe(own);
});

it("changes with an included file alone, also one that is included by it, and is what evidence is stamped with", async () => {
  await writeFile(file, '{ tools: { $include: "./more.json5" } }');
  await writeFile(included(), '{ $include: "./deep.json5" }');
  await writeFile(included("deep.json5"), "{ a: 1 }");
  const hasher = createConfigHasher();
  const hashes = [await hasher.hash(host.context, tenant.record)];
  // Looked at again and again: once what is included is known, only its stat is read.
  hashes.push(await hasher.hash(host.context, tenant.record), await hasher.hash(host.context, tenant.record));
  expect(new Set(hashes).size).toBe(1);
  await writeFile(included("deep.json5"), "{ a: 22 }");
  const after = await hasher.hash(host.context, tenant.record);
  expect(after).not.toBe(hashes[0]);
  expect((await read()).wholeHash).toBe(after);
  await rm(included());
  expect(await hasher.hash(host.context, tenant.record)).not.toBe(after);
});

it("is the same at the agent's watch and at the check when what is included can't be read", async () => {
  await writeFile(file, '{ tools: { $include: "../../elsewhere/x.json" } }');
  const { isReadable, wholeHash } = await read();
  expect([isReadable, wholeHash]).toEqual([
    false,
    await createConfigHasher().hash(host.context, tenant.record),
  ]);
});

it("is nothing where there is no file", async () => {
  const hasher = createConfigHasher();
  await rm(file);
  expect(await hasher.hash(host.context, tenant.record)).toBeNull();
  await writeFile(file, "{}");
  expect(await hasher.hash(host.context, tenant.record)).not.toBeNull();
});
