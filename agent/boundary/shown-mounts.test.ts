import { expect, test } from "vitest";
import { hasOwnTemporary, type Mount, parseMounts, showsOnly } from "./shown-mounts.ts";

const host = parseMounts(
  "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n22 21 0:30 / /run rw - tmpfs tmpfs rw\n",
);
const view = (extra = "") =>
  parseMounts(
    [
      "90 1 0:60 / / rw,relatime - tmpfs tmpfs rw",
      "91 90 8:1 /usr /usr ro - ext4 /dev/sda1 rw",
      "92 90 8:1 /opt/bulkhead/tenants/acme /opt/bulkhead/tenants/acme rw master:1 - ext4 /dev/sda1 rw",
      "93 92 8:1 /opt/bulkhead/tenants/acme/config /opt/bulkhead/tenants/acme/config ro - ext4 /dev/sda1 rw",
      ...["/tmp", "/var/tmp", "/dev/shm"].map(
        (place, i) => `${100 + i} 90 0:${70 + i} / ${place} rw - tmpfs tmpfs rw`,
      ),
      extra,
    ].join("\n"),
  );
const sees = (mounts: readonly Mount[]) => showsOnly(mounts, host, "/opt/bulkhead/tenants", "acme");

test("a view with its own tree alone shows nobody else's", () => {
  expect(sees(view())).toBe(true);
  expect(hasOwnTemporary(view())).toBe(true);
});

test("the host's own mounts show everybody's", () => {
  expect(sees(host)).toBe(false);
  expect(hasOwnTemporary(host)).toBe(false);
});

test.each([
  [
    "another's tree",
    "95 90 8:1 /opt/bulkhead/tenants/globex /opt/bulkhead/tenants/globex rw - ext4 /dev/sda1 rw",
  ],
  ["a tree whose name begins alike", "95 90 8:1 /x /opt/bulkhead/tenants/acme-2 rw - ext4 /dev/sda1 rw"],
  ["all trees", "95 90 8:1 /opt/bulkhead /opt/bulkhead rw - ext4 /dev/sda1 rw"],
  ["the host's memory", "95 90 0:30 / /opt/bulkhead rw - tmpfs tmpfs rw"],
])("%s mounted into it is seen", (_, line) => {
  expect(sees(view(line))).toBe(false);
});

test("reads places with spaces, and mounts with and without fields in between", () => {
  expect(
    parseMounts("36 35 98:0 / /mnt/a\\040b rw,noatime master:1 propagate_from:2 - fuse.x src rw"),
  ).toEqual([{ device: "98:0", place: "/mnt/a b", kind: "fuse.x" }]);
  expect(parseMounts("")).toEqual([]);
});
