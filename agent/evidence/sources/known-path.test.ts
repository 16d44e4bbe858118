import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knownPath } from "./known-path.ts";

const key = Buffer.alloc(32, 7);
let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "known-path-9fKd83hsL0-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

test("what is there is told by its name, whatever that is", async () => {
  expect(await knownPath(key, place)).toBe(place);
});

test("of what isn't there ordinary names are told, and others by their fingerprint", async () => {
  expect(await knownPath(key, `${place}/workspace/main`)).toBe(`${place}/workspace/main`);
  const shown = await knownPath(key, `${place}/1111111111:AAFakeFakeFakeFakeFakeFakeFakeFakeFak/x`);
  expect(shown).toMatch(/\/\[[0-9a-f]{8}…\]\/x$/);
  expect(shown).not.toContain("AAFake");
  expect(await knownPath(key, `${place}/Kf83jsLq02mXbT/x`)).toBe(
    await knownPath(key, `${place}/Kf83jsLq02mXbT/x`),
  );
  expect(await knownPath(key, `${place}/Kf83jsLq02mXbT`)).not.toBe(
    await knownPath(key, `${place}/Lf83jsLq02mXbT`),
  );
});
