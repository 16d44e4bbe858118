import { expect, it } from "vitest";
import { isPackageMissing, missingWalls } from "./missing-walls.ts";
import { hardeningSettings } from "./setting.ts";

it("names the walls that a host can't give, and no other setting", () => {
  const none = hardeningSettings.map((setting) => ({ setting, isAvailable: false, note: "" }));
  expect(missingWalls(none).map(({ setting }) => setting)).toEqual([
    "private-view",
    "loopback-firewall",
    "network-namespace",
  ]);
  expect(missingWalls(none.map((one) => ({ ...one, isAvailable: true })))).toEqual([]);
});

it.each([
  ["This host has no bubblewrap. Install it: apt-get install bubblewrap. Then restart Bulkhead.", true],
  ["This host has no passt. Install the package passt with this host's package manager.", true],
  ["This host has no default route, so nothing could be let out of such a network.", false],
  ["The host agent doesn't run as root.", false],
])("tells a missing package from another cause: %s", (note, is) => expect(isPackageMissing(note)).toBe(is));
