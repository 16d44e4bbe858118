import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "#agent/evidence/read-config.ts";
import { createConfigHasher } from "./config-hash.ts";

let tree: string;
let file: string;
beforeEach(async () => {
  tree = await realpath(await mkdtemp(path.join(tmpdir(), "bulkhead-hash-")));
  await mkdir(path.join(tree, "config"));
  file = path.join(tree, "config", "openclaw.json");
});
afterEach(() => rm(tree, { recursive: true }));

const included = () => path.join(tree, "config", "more.json5");

it("is the file's own hash where it includes nothing", async () => {
  await writeFile(file, "{}");
  const own = createHash("sha256").update("{}").digest("hex");
  expect(await createConfigHasher().hash(file, tree)).toBe(own);
  expect((await readConfig(tree, file)).wholeHash).toBe(own);
});

it("changes with an included file alone, also one that is included by it, and is what evidence is stamped with", async () => {
  await writeFile(file, '{ tools: { $include: "./more.json5" } }');
  await writeFile(included(), '{ $include: "./deep.json5" }');
  await writeFile(path.join(tree, "config", "deep.json5"), "{ a: 1 }");
  const hasher = createConfigHasher();
  const hashes = [await hasher.hash(file, tree)];
  // Looked at again and again: once what is included is known, only its stat is read.
  hashes.push(await hasher.hash(file, tree), await hasher.hash(file, tree));
  expect(new Set(hashes).size).toBe(1);
  await writeFile(path.join(tree, "config", "deep.json5"), "{ a: 22 }");
  const after = await hasher.hash(file, tree);
  expect(after).not.toBe(hashes[0]);
  expect((await readConfig(tree, file)).wholeHash).toBe(after);
  await rm(included());
  expect(await hasher.hash(file, tree)).not.toBe(after);
});

it("is the same at the agent's watch and at the check when what is included can't be read", async () => {
  await writeFile(file, '{ tools: { $include: "../../elsewhere/x.json" } }');
  const { isReadable, wholeHash } = await readConfig(tree, file);
  expect([isReadable, wholeHash]).toEqual([false, await createConfigHasher().hash(file, tree)]);
});

it("is nothing where there is no file", async () => {
  const hasher = createConfigHasher();
  expect(await hasher.hash(file, tree)).toBeNull();
  await writeFile(file, "{}");
  expect(await hasher.hash(file, tree)).not.toBeNull();
});
