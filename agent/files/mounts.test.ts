import { expect, test } from "vitest";
import { mountsAbout, parseMounts } from "./mounts.ts";

const host = `22 1 0:20 / / rw - overlay overlay rw
23 22 0:21 / /proc rw - proc proc rw
30 22 8:1 / /srv rw - ext4 /dev/sda1 rw
31 30 8:2 / /srv/scratch rw - ext4 /dev/sdb1 rw`;
const tree = "/srv/tenants/acme";
const about = (...lines: string[]) => mountsAbout(parseMounts([host, ...lines].join("\n")), tree);

test.each([
  [
    "the other's workspace",
    "40 30 8:1 /tenants/beta/workspace /srv/tenants/acme/x rw - ext4 d rw",
    "/srv/tenants/beta/workspace",
  ],
  ["a directory of another file system", "40 30 0:20 /etc /srv/tenants/acme/x rw - overlay d rw", "/etc"],
  ["a whole file system once more", "40 30 8:2 / /srv/tenants/acme/x rw - ext4 d rw", "/srv/scratch"],
  ["memory of its own", "40 30 0:77 / /srv/tenants/acme/x rw - tmpfs d rw", null],
  [
    "a directory of its own",
    "40 30 8:1 /tenants/acme/y /srv/tenants/acme/x rw - ext4 d rw",
    "/srv/tenants/acme/y",
  ],
])("finds %s in a tree, and where it comes from", (_, line, origin) => {
  expect(about(line).below).toEqual([{ point: "/srv/tenants/acme/x", origin }]);
});

test.each([
  ["the tree", "/tenants/acme", "/srv/tenants/acme"],
  ["a part of it", "/tenants/acme/workspace", "/srv/tenants/acme/workspace"],
])("finds %s that is mounted elsewhere, too", (_, root, origin) => {
  const { below, elsewhere } = about(`40 22 8:1 ${root} /mnt/door rw - ext4 d rw`);
  expect(below).toEqual([]);
  expect(elsewhere).toEqual([{ point: "/mnt/door", origin }]);
});

test("finds nothing where only others' places are mounted", () => {
  const found = about(
    "40 22 8:1 /tenants/acme-two /mnt/a rw - ext4 d rw",
    "41 22 8:1 /tenants /mnt/b rw - ext4 d rw",
    "42 22 8:2 /tenants/acme /mnt/c rw - ext4 d rw",
  );
  expect(found).toEqual({ below: [], elsewhere: [] });
});

test("finds nothing where the tree's own directory is a file system", () => {
  expect(about("40 30 8:9 / /srv/tenants/acme rw - ext4 d rw")).toEqual({ below: [], elsewhere: [] });
});
