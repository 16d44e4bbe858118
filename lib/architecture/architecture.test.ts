import path from "node:path";
import { describe, expect, it } from "vitest";
import { findCircles } from "./find-circles.ts";
import { floors, importedBy, notYetInOrder, standAlone } from "./floors.ts";
import { isBelow, placeOf } from "./place-of.ts";
import { importsOf, listSources, readImports } from "./read-imports.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const files = await listSources(repository);
const imports = await readImports(repository, files);
const ours = imports.filter(({ isOurs }) => isOurs);
const circles = findCircles(imports);

const isAcross = (one: string, other: string) => path.posix.dirname(one) !== path.posix.dirname(other);
const isIn = (file: string, folders: readonly string[]) => folders.includes(path.posix.dirname(file));

describe.each(Object.entries(floors))("the floors of %s", (root, list) => {
  it("have every folder once", () => {
    const named = list.flat();
    expect(named.filter((folder, at) => named.indexOf(folder) !== at)).toEqual([]);
    const below = files.filter((file) => isBelow(file, root)).map((file) => placeOf(file, root, list));
    const homeless = [...new Set(below.flatMap(({ folder, floor }) => (floor === null ? [folder] : [])))];
    expect(
      homeless.map(
        (folder) =>
          `${root}/${folder} stands on no floor: name it in lib/architecture/floors.ts, above what it imports.`,
      ),
    ).toEqual([]);
    const empty = named.filter((folder) => !below.some((place) => place.folder === folder));
    expect(
      empty.map((folder) => `${root}/${folder} is gone: take it off lib/architecture/floors.ts.`),
    ).toEqual([]);
  });

  it("stand on those below them", () => {
    const wrong = ours.flatMap(({ from, to }) => {
      if (!isBelow(from, root) || !isBelow(to, root)) return [];
      const [upper, lower] = [placeOf(from, root, list), placeOf(to, root, list)];
      if (upper.folder === lower.folder || upper.floor === null || lower.floor === null) return [];
      if (lower.floor < upper.floor) return [];
      const where = lower.floor === upper.floor ? "beside it on its floor" : "above it";
      return [
        `${from} imports ${to}, which stands ${where}: move what both need below them, or have the caller pass it on.`,
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe("folders", () => {
  it("need each other nowhere but in the roots that are not yet in order", () => {
    const unexpected = circles.filter(
      (circle) => !notYetInOrder.some((root) => circle.every((folder) => isBelow(folder, root))),
    );
    const arrows = unexpected.flatMap((circle) =>
      ours
        .filter(({ from, to }) => isAcross(from, to) && [from, to].every((file) => isIn(file, circle)))
        .map(({ from, to }) => `${from} imports ${to}`),
    );
    expect(arrows, unexpected.map((circle) => `${circle.join(", ")} need each other.`).join("\n")).toEqual(
      [],
    );
  });

  it.each(notYetInOrder)("of %s still need each other, or it is taken off that list", (root) => {
    const own = circles.filter((circle) => circle.every((folder) => isBelow(folder, root)));
    expect(own, `${root} is in order: take it off notYetInOrder.`).not.toEqual([]);
  });

  it.each(Object.entries(importedBy))("%s is imported by those alone who may", (folder, allowed) => {
    const others = ours.filter(
      ({ from, to }) =>
        isBelow(to, folder) && ![folder, ...allowed].some((importer) => isBelow(from, importer)),
    );
    expect(others.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it.each(Object.entries(standAlone))("%s runs with nothing else of ours", (folder, besides) => {
    expect(files.some((file) => isBelow(file, folder))).toBe(true);
    const others = imports.filter(
      ({ from, to }) =>
        isBelow(from, folder) &&
        !to.startsWith("node:") &&
        ![folder, ...besides].some((one) => isBelow(to, one)),
    );
    expect(others.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});

describe("reading imports", () => {
  it.each([
    [`import { a } from "#lib/a/a.ts";`, "lib/a/a.ts"],
    [`import type { A } from "../a/a.ts";`, "lib/a/a.ts"],
    [`export { a } from "#lib/a/a.ts";`, "lib/a/a.ts"],
    [`export type * from "#lib/a/a.ts";`, "lib/a/a.ts"],
    [`const later = () => import("#lib/a/a.ts");`, "lib/a/a.ts"],
    [`type A = import("#lib/a/a.ts").A;`, "lib/a/a.ts"],
    [`new Worker(new URL("../a/a.ts", import.meta.url));`, "lib/a/a.ts"],
    [`import { z } from "zod";`, "zod"],
  ])("sees %s", (text, to) => {
    expect(importsOf("lib/b/b.ts", text)).toEqual([{ from: "lib/b/b.ts", to, isOurs: to !== "zod" }]);
  });

  it("takes no word in a comment or a text for one", () => {
    expect(importsOf("lib/b/b.ts", `// import "#lib/a/a.ts"\nconst text = 'import "#lib/a/a.ts"';`)).toEqual(
      [],
    );
  });

  it("finds folders that need each other through a third", () => {
    const one = (from: string, to: string) => ({ from: `${from}/x.ts`, to: `${to}/y.ts`, isOurs: true });
    expect(findCircles([one("a", "b"), one("b", "c"), one("c", "a"), one("c", "d")])).toEqual([
      ["a", "b", "c"],
    ]);
    expect(findCircles([one("a", "b"), one("b", "c"), one("a", "c")])).toEqual([]);
  });
});
