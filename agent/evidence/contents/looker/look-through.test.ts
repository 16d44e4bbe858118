import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SecretSearch, searchFor } from "#agent/evidence/contents/search/secret-search.ts";
import type { RootMemory } from "./file-memory.ts";
import { lookThrough } from "./look-through.ts";

const token = "9fK2xQ7vB4LmZ0tR8wYc";
const longAfter = () => Date.now() + 60_000;
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "bulkhead-look-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Counts the texts that are searched. */
function counting(): SecretSearch & { count: number } {
  const search = searchFor([token]);
  const counted = {
    ...search,
    count: 0,
    in(text: Uint8Array) {
      counted.count += 1;
      return search.in(text);
    },
  };
  return counted;
}
function put(name: string, text: string) {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}
function look(
  memory: RootMemory,
  search: SecretSearch,
  limits: { now?: () => number; mount?: string; deadline?: number } = {},
) {
  const { now = longAfter, mount, deadline = Number.POSITIVE_INFINITY } = limits;
  const mounts = new Set(mount === undefined ? [] : [path.join(root, mount)]);
  const report = lookThrough({ path: root, kind: "tree", leftOut: [] }, memory, search, {
    deadline,
    now,
    mounts,
    trusted: [],
  });
  return { ...report, names: report.found.map(({ file }) => path.relative(root, file)).sort() };
}

test("does not read a file again that is as it was, and still says what stands in it", () => {
  put("a/b/c.md", token);
  put("d.md", "nothing");
  const [memory, search]: [RootMemory, ReturnType<typeof counting>] = [new Map(), counting()];
  expect(look(memory, search).names).toEqual(["a/b/c.md"]);
  expect(look(memory, search).names).toEqual(["a/b/c.md"]);
  expect(search.count).toBe(2);
});

test.each<[string, () => void, string[]]>([
  ["is longer", () => appendFileSync(path.join(root, "d.md"), token), ["c.md", "d.md"]],
  ["is another of the same size", () => put("d.md", "nothinG"), ["c.md"]],
  ["has gone", () => rmSync(path.join(root, "c.md")), []],
  ["has another name", () => renameSync(path.join(root, "c.md"), path.join(root, "e.md")), ["e.md"]],
])("sees that a file %s", (_, change, expected) => {
  put("c.md", token);
  put("d.md", "nothing");
  const memory: RootMemory = new Map();
  look(memory, counting());
  change();
  expect(look(memory, counting()).names).toEqual(expected);
});

test("reads a file again that may have changed within the same tick of its times", () => {
  put("d.md", "nothing");
  const [memory, search]: [RootMemory, ReturnType<typeof counting>] = [new Map(), counting()];
  look(memory, search, { now: Date.now });
  look(memory, search, { now: Date.now });
  expect(search.count).toBe(2);
});

test("goes on counting what was found where a limit leaves it out, and says so", () => {
  put("a/c.md", token);
  const memory: RootMemory = new Map();
  look(memory, counting());
  const { names, leftOut } = look(memory, counting(), { deadline: 0 });
  expect(names).toEqual(["a/c.md"]);
  expect(leftOut).toEqual([`what there was no time for in ${root}`]);
});

test("reads no more files than a place may have, also where all lie in one directory, and says so", () => {
  for (let at = 0; at < 5010; at += 1) writeFileSync(path.join(root, `${at}.md`), "nothing");
  const search = counting();
  const limits = {
    deadline: Number.POSITIVE_INFINITY,
    now: longAfter,
    mounts: new Set<string>(),
    trusted: [],
  };
  const report = lookThrough({ path: root, kind: "place", leftOut: [] }, new Map(), search, limits);
  expect(report.leftOut).toEqual([`more than 5000 files in ${root}`]);
  expect(search.count).toBeLessThan(5010);
});

test("enters nothing where something else is mounted, and says so", () => {
  put("mounted/c.md", token);
  const { names, problems } = look(new Map(), counting(), { mount: "mounted" });
  expect(names).toEqual([]);
  expect(problems).toEqual([`${root}/mounted, where something else is mounted`]);
});

test("follows no link to a file or a directory", () => {
  put("a/c.md", token);
  symlinkSync(path.join(root, "a"), path.join(root, "b"));
  symlinkSync(path.join(root, "a", "c.md"), path.join(root, "e.md"));
  expect(look(new Map(), counting()).names).toEqual(["a/c.md"]);
});

test("enters no link that took a directory's place after it was listed", () => {
  put("first.md", "nothing");
  put("later/x.md", "nothing");
  put("own/c.md", "nothing");
  const elsewhere = mkdtempSync(path.join(tmpdir(), "bulkhead-look-"));
  writeFileSync(path.join(elsewhere, "c.md"), token);
  const search = searchFor([token]);
  const swapping: SecretSearch = {
    ...search,
    in(text) {
      rmSync(path.join(root, "later"), { recursive: true, force: true });
      symlinkSync(elsewhere, path.join(root, "later"));
      return search.in(text);
    },
  };
  const { names, problems } = look(new Map(), swapping);
  rmSync(elsewhere, { recursive: true });
  expect(names).toEqual([]);
  expect(problems).toEqual([`${root}/later became something else meanwhile`]);
});

test("says that what git keeps packed was not looked through", () => {
  put("workspace/.git/HEAD", "ref: refs/heads/main");
  put("workspace/.git/refs/heads/main", "0123");
  put("workspace/.git/objects/ab/cd", "packed");
  put("objects/HEAD", "no repository");
  expect(look(new Map(), counting()).leftOut).toEqual([`what git keeps packed of 1 repository in ${root}`]);
});

test("tells what somebody may run in a tree, also when nothing changed, and nothing where not all was looked at", () => {
  put("notes.md", "nothing");
  put("bin/run", "a program");
  put("bin/other", "runs as another");
  chmodSync(path.join(root, "bin/run"), 0o755);
  chmodSync(path.join(root, "bin/other"), 0o4600);
  const memory: RootMemory = new Map();
  const all = [path.join(root, "bin/other"), path.join(root, "bin/run")];
  for (let pass = 0; pass < 2; pass += 1) expect(look(memory, counting()).programs?.toSorted()).toEqual(all);
  expect(look(memory, counting(), { deadline: 0 }).programs).toBeNull();
  expect(look(memory, counting(), { mount: "bin" }).programs).toBeNull();
});
