import { randomUUID } from "node:crypto";
import { chown, mkdtemp, readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import type { Target } from "./protocol.ts";
import { tryTemporaryNames } from "./try-temporary-names.ts";

const uid = process.getuid?.() ?? 0;
const [other, third] = [uid + 60_000, uid + 60_001];
const make = () => mkdtemp(path.join(tmpdir(), "names-"));
const [own, thirds] = [await make(), await make()];
// Whoever runs this is root, or itself a third to the two whose names these would be.
if (uid === 0) await chown(thirds, third, third);
const notOwn = uid === 0 ? thirds : "/proc/1";
const free = path.join(own, "free");
const { dev, ino } = await stat("/tmp");
const place = { path: "/tmp", id: `${dev}:${ino}` };

type Case = {
  readonly names: readonly string[];
  readonly owner: number;
  readonly at?: { readonly path: string; readonly id: string } | null;
};

function tryNames({ names, owner, at = place }: Case) {
  const target: Partial<Target> = { uid: owner, temporaryNames: at && { place: at, names: [...names] } };
  return tryTemporaryNames(target as Target, `bulkhead-test-${randomUUID()}`);
}

it.each<[what: string, which: Case, finding: object]>([
  ["can be taken where one is free", { names: [free], owner: other }, { outcome: "reached" }],
  [
    "are not the other's where the kernel's /tmp is another here",
    { names: [free], owner: other, at: { ...place, id: "0:0" } },
    { outcome: "refused", code: "another" },
  ],
  [
    "are not measured where it is not known which /tmp it sees",
    { names: [free], owner: other, at: null },
    { outcome: "unmeasured" },
  ],
  ["are in their place where root has them", { names: ["/proc/1"], owner: other }, { code: "closed" }],
  ["are taken where a third has one", { names: ["/proc/1", thirds], owner: other }, { outcome: "reached" }],
  ["are its own where they are free or its own", { names: [free, own], owner: uid }, { outcome: "reached" }],
  ["are not its own where another has one", { names: [own, notOwn], owner: uid }, { outcome: "unmeasured" }],
])("names in /tmp %s", (_, which, finding) => {
  expect(tryNames(which)).toMatchObject(finding);
});

it("nothing is left in /tmp of trying its names", async () => {
  const before = await readdir("/tmp");
  tryNames({ names: [free], owner: other });
  const left = (await readdir("/tmp")).filter((name) => !before.includes(name));
  expect(left.filter((name) => name.startsWith("bulkhead-test-"))).toEqual([]);
});
