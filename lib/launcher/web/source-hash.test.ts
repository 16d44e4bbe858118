import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceHash } from "./source-hash.ts";

let clone: string;

beforeEach(async () => {
  clone = await mkdtemp(path.join(tmpdir(), "bulkhead-clone-"));
  for (const [file, text] of [
    ["app/page.tsx", "export default () => null;"],
    ["lib/launcher/start.ts", ""],
    ["lib/launcher/web/web-entry.mjs", ""],
    ["package-lock.json", "{}"],
  ] as const) {
    await mkdir(path.dirname(path.join(clone, file)), { recursive: true });
    await writeFile(path.join(clone, file), text);
  }
});
afterEach(() => rm(clone, { recursive: true, force: true }));

describe("sourceHash", () => {
  it("is the same for another clone of the same sources", async () => {
    const other = `${clone}-other`;
    await cp(clone, other, { recursive: true });
    expect(sourceHash(other)).toBe(sourceHash(clone));
    await rm(other, { recursive: true });
  });

  it.each([
    "app/page.tsx",
    "app/new.tsx",
    "lib/launcher/web/web-entry.mjs",
    "lib/launcher/web/worker-entry.mjs",
    "package-lock.json",
  ])("changes with %s", async (file) => {
    const before = sourceHash(clone);
    await writeFile(path.join(clone, file), "changed");
    expect(sourceHash(clone)).not.toBe(before);
  });

  it.each(["app/page.test.tsx", "lib/launcher/start.ts", "README.md"])(
    "needs no new build for %s",
    async (file) => {
      const before = sourceHash(clone);
      await writeFile(path.join(clone, file), "changed");
      expect(sourceHash(clone)).toBe(before);
    },
  );
});
