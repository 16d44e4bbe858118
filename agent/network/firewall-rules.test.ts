import { expect, test } from "vitest";
import { renderRuleset, rulesFor, tableName } from "./firewall-rules.ts";

const alpha = { slug: "alpha", uid: 20_001, base: 19_200 };
const bravo = { slug: "bravo", uid: 20_002, base: 19_320 };

test("guards each block in both directions, for its user and root alone", () => {
  expect(rulesFor([bravo, alpha])).toEqual([
    { slug: "alpha", keeps: "connect", first: 19_200, last: 19_319, uids: [0, 20_001] },
    { slug: "alpha", keeps: "answer", first: 19_200, last: 19_319, uids: [0, 20_001] },
    { slug: "bravo", keeps: "connect", first: 19_320, last: 19_439, uids: [0, 20_002] },
    { slug: "bravo", keeps: "answer", first: 19_320, last: 19_439, uids: [0, 20_002] },
  ]);
});

test("replaces the whole table of the installation and names no other", () => {
  const script = renderRuleset("0F5a-93c1-77", rulesFor([alpha]));
  expect(script.match(/bulkhead_\w+/g)).toEqual(Array(3).fill("bulkhead_0f5a93c1"));
  expect(script.split("\n").slice(0, 2)).toEqual([
    "table inet bulkhead_0f5a93c1",
    "delete table inet bulkhead_0f5a93c1",
  ]);
});

test("judges only what opens a connection, so that others may use the same numbers to go elsewhere", () => {
  const rules = renderRuleset("abcdef12", rulesFor([alpha]))
    .split("\n")
    .filter((line) => line.includes("skuid"));
  expect(rules).toHaveLength(2);
  for (const rule of rules) expect(rule).toContain("tcp flags & (syn | ack) == syn");
});

test("takes the table away when nobody asks for it", () => {
  expect(renderRuleset("abcdef12", [])).toBe(
    "table inet bulkhead_abcdef12\ndelete table inet bulkhead_abcdef12\n",
  );
});

test("makes a name that nftables accepts from any installation's id", () => {
  expect(tableName("5b6e-0a12-77")).toMatch(/^bulkhead_[0-9a-z]{8}$/);
});
