import { expect, test } from "vitest";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { Opened } from "#lib/domain/probe/leaks.ts";
import type { Red } from "./find-red.ts";
import { judgeLeak } from "./judge-leak.ts";

const opened: Opened = { there: [], back: [], perhaps: [], items: { source: ["host-access"] } };
function red(source: Partial<Record<Item, readonly string[]>>, leftOut: string | null = null): Red {
  const items = { source: new Map(Object.entries(source)) as Red["items"]["source"], target: new Map() };
  return { there: new Set(), back: new Set(), notRed: new Map(), items, leftOut };
}
const old = "A program runs as root.";
const planted = "A job runs as the tenant.";

test("a leak is caught by what is newly wrong, also where something was wrong before", () => {
  expect(judgeLeak(opened, red({}), red({ "host-access": [planted] }))).toMatchObject({ isCaught: true });
  const both = judgeLeak(opened, red({ "host-access": [old] }), red({ "host-access": [old, planted] }));
  expect(both).toEqual({ turnedRed: [], redItems: ["host-access"], isCaught: true, detail: null });
});

test.each<[string, Red, Red, RegExp]>([
  ["nothing turns red", red({}), red({}), /did not turn red/],
  [
    "nothing more is wrong",
    red({ "host-access": [old] }),
    red({ "host-access": [old] }),
    /says nothing more/,
  ],
  ["another item turns red", red({}), red({ "host-access": [planted], logs: [old] }), /logs turned red too/],
  ["one of the two was left out", red({}), red({ "host-access": [planted] }, "No room."), /No room/],
])("a leak is not caught where %s", (_, before, is, detail) => {
  expect(judgeLeak(opened, before, is)).toMatchObject({
    isCaught: false,
    detail: expect.stringMatching(detail),
  });
});
