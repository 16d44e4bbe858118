import { link, mkdir, mkdtemp, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { plantPrefix } from "../../staged/plant-prefix.ts";
import { digest } from "./finding.ts";
import { lookAround } from "./look-around.ts";
import { lookAtPlaces } from "./look-at-places.ts";

let [tree, elsewhere] = ["", ""];
beforeEach(async () => {
  [tree, elsewhere] = [
    await mkdtemp(path.join(tmpdir(), "tree-")),
    await mkdtemp(path.join(tmpdir(), "other-")),
  ];
  await mkdir(path.join(tree, "deep", "er"), { recursive: true });
});
const idOf = async (file: string) => {
  const { dev, ino } = await stat(file);
  return `${dev}:${ino}`;
};
/** Of the host beside the tree it looks at nothing. */
const look = (sought: readonly string[], entries = 1000) => {
  const nothing = { entries: 0, ms: 0 };
  return lookAround(tree, [], new Set(sought), [], { tree: { entries, ms: 60_000 }, host: nothing });
};

it("what is sought is met wherever in the tree it lies, by what it is and not by its name", async () => {
  await writeFile(path.join(elsewhere, "theirs"), "x");
  const id = await idOf(path.join(elsewhere, "theirs"));
  expect((await look([id])).places.get(id)).toBeUndefined();
  await link(path.join(elsewhere, "theirs"), path.join(tree, "deep", "er", "mine"));
  expect((await look([id])).places.get(id)).toBe(path.join(tree, "deep", "er", "mine"));
  expect((await look([])).places.size).toBe(0);
});

it("a canary in the tree is read, and nothing that is only named like one outside it", async () => {
  const name = `${plantPrefix}x-canary`;
  await writeFile(path.join(tree, "deep", name), "the canary");
  await writeFile(path.join(elsewhere, name), "another's");
  await symlink(elsewhere, path.join(tree, "linked"));
  expect((await look([])).canaries).toEqual([
    { path: path.join(tree, "deep", name), proof: digest("the canary") },
  ]);
});

it("a tree with more in it than may be looked at was not looked at whole", async () => {
  for (let at = 0; at < 20; at += 1) await writeFile(path.join(tree, String(at)), "");
  expect(await look([])).toMatchObject({ isTreeWhole: true });
  expect(await look([], 10)).toMatchObject({ isTreeWhole: false });
});

it("what a user left is what belongs to it, at most two levels down", async () => {
  const uid = process.getuid?.() ?? 0;
  await writeFile(path.join(tree, "left"), "");
  await writeFile(path.join(tree, "deep", "left"), "");
  await writeFile(path.join(tree, "deep", "er", "left"), "");
  const leftBy = (user: number) => {
    const order = { do: "look", uid: user, exact: [], nearest: [], leftIn: [tree] } as const;
    return lookAtPlaces(order)
      .left[tree]?.files.map((place) => path.relative(tree, place.path))
      .sort();
  };
  expect(leftBy(uid)).toEqual(["deep/left", "left"]);
  expect(leftBy(uid + 60_000)).toEqual([]);
});

it("a place that isn't there is told by the nearest above it", async () => {
  const [gone, file] = [path.join(tree, "gone", "further"), path.join(tree, "deep")];
  const looked = lookAtPlaces({ do: "look", uid: 0, exact: [gone, file], nearest: [gone], leftIn: [] });
  expect(looked.exact).toEqual([{ path: file, id: await idOf(file) }]);
  expect(looked.nearest).toEqual([{ path: tree, id: await idOf(tree) }]);
});
