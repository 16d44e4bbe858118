import { expect, test } from "vitest";
import { parseMountInfo } from "#agent/files/mount-info.ts";
import { entrancesOf } from "./entrances.ts";

const root = "27 1 254:0 / / rw - ext4 /dev/vda rw";
const tree = "/b/tenants/acme";
const trees = [{ slug: "acme", tree }];
const itself = { slug: "acme", tree, place: tree, isMounted: false, below: "" };

test.each([
  ["its whole tree", "30 27 254:0 /b/tenants/acme /srv/x rw - ext4 /dev/vda rw", "/srv/x", ""],
  ["a part of it", "30 27 254:0 /b/tenants/acme/state/a /srv/x rw - ext4 /dev/vda rw", "/srv/x", "state/a"],
  ["all trees", "30 27 254:0 /b/tenants /srv/my\\040x rw - ext4 /dev/vda rw", "/srv/my x/acme", ""],
  [
    "a layer of an overlay",
    "30 27 0:9 / /srv/x rw - overlay o rw,lowerdir=/a:/b/tenants/acme,upperdir=/u",
    "/srv/x",
    "",
  ],
  [
    "what a program passes on",
    "30 27 0:9 / /srv/x rw - fuse.bindfs /b/tenants/acme/logs rw",
    "/srv/x",
    "logs",
  ],
])("finds where %s is mounted once more", (_, line, place, below) => {
  const mounts = parseMountInfo(`${root}\n${line}\n`);
  expect(entrancesOf(mounts, trees)).toEqual([itself, { slug: "acme", tree, isMounted: true, place, below }]);
});

test.each([
  ["another tree", "30 27 254:0 /b/tenants/acme-two /srv/x rw - ext4 /dev/vda rw"],
  ["another file system", "30 27 254:1 / /srv/x rw - ext4 /dev/vdb rw"],
  ["a disk of its own inside the tree", "30 27 254:1 / /b/tenants/acme/state rw - ext4 /dev/vdb rw"],
])("takes %s for nothing of the tenant's", (_, line) => {
  expect(entrancesOf(parseMountInfo(`${root}\n${line}`), trees)).toEqual([itself]);
});

test("knows a tree on a disk of its own again", () => {
  const text = `${root}\n30 27 254:1 /data /b/tenants/acme rw - ext4 /dev/vdb rw\n31 27 254:1 / /mnt rw - ext4 /dev/vdb rw`;
  expect(entrancesOf(parseMountInfo(text), trees)).toContainEqual({
    slug: "acme",
    tree,
    isMounted: true,
    place: "/mnt/data",
    below: "",
  });
});
