import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireOwnPrograms, requirePlainPath } from "./require-own-programs.ts";

const isRoot = process.getuid?.() === 0;
const somebody = 65_533;

describe.skipIf(!isRoot)("what root runs at every boot (needs root)", () => {
  let place: string;
  let file: string;
  beforeEach(async () => {
    place = path.join(await mkdtemp("/opt/bulkhead-own-"), "clone");
    file = path.join(place, "agent", "main.ts");
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "");
    await chmod(path.dirname(place), 0o755);
  });
  afterEach(() => rm(path.dirname(place), { recursive: true, force: true }));

  it("may be what root alone can change", async () => {
    await expect(requireOwnPrograms([place])).resolves.toBeUndefined();
  });

  it.each([
    ["a file that is somebody else's", () => chown(file, somebody, somebody), () => file],
    ["a file that everybody can write", () => chmod(file, 0o666), () => file],
    ["a directory that is somebody else's", () => chown(place, somebody, somebody), () => place],
    ["a directory above it that everybody can write", () => chmod(above(), 0o1777), () => above()],
    ["a group's file", () => chown(file, 0, somebody).then(() => chmod(file, 0o664)), () => file],
  ])("may not be %s", async (_what, spoil, named) => {
    await spoil();
    await expect(requireOwnPrograms([place])).rejects.toThrow(`${named()} isn't root's alone`);
  });

  const above = () => path.dirname(place);
});

describe("a path in a unit", () => {
  it.each(["/opt/bulkhead", "/srv/a_b-c.d@1+2"])("may be %s", (place) => {
    expect(() => requirePlainPath("It", place)).not.toThrow();
  });

  it.each(["/opt/my clone", "/opt/100%", '/opt/"', "/opt/$HOME", "/opt/a\nb", "opt"])(
    "may not be %j",
    (place) => {
      expect(() => requirePlainPath("It", place)).toThrow("can't name such a path");
    },
  );
});
