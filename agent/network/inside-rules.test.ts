import { expect, test } from "vitest";
import {
  holdsEverywhere,
  insideRules,
  ofFamily,
  readInsideRules,
  renderInsideRules,
  sameInsideRules,
} from "./inside-rules.ts";

const none = { resolvers: [], named: [] };
const to = (rules: ReturnType<typeof insideRules>) => rules.map((rule) => rule.to);

test("refuses link-local, metadata and the host's own addresses, in both families", () => {
  const rules = insideRules(none, ["203.0.113.9", "2001:db8::9"]);
  expect(to(ofFamily(rules, 4))).toEqual(expect.arrayContaining(["169.254.0.0/16", "203.0.113.9"]));
  expect(to(ofFamily(rules, 6))).toEqual(
    expect.arrayContaining(["fe80::/9", "fd00:ec2::/32", "2001:db8::9"]),
  );
  expect(rules.every(({ port }) => port === null)).toBe(true);
});

test("lets a resolver be asked for names and for nothing else, before it refuses its address", () => {
  const rules = insideRules({ ...none, resolvers: ["169.254.169.253"] }, []);
  const script = renderInsideRules([], rules);
  expect(script.split("\n").slice(0, 2)).toEqual([
    "rule add priority 100 to 169.254.169.253 ipproto udp dport 53 lookup main",
    "rule add priority 100 to 169.254.169.253 ipproto tcp dport 53 lookup main",
  ]);
  expect(script).toContain("rule add priority 200 to 169.254.0.0/16 unreachable");
});

test("lets an address that the configuration names through only where it is the host's", () => {
  const named = [{ address: "203.0.113.9", port: 8443 }];
  const passes = (addresses: string[]) =>
    insideRules({ ...none, named }, addresses).filter(({ port }) => port !== null);
  expect(passes(["203.0.113.9"])).toHaveLength(1);
  expect(passes(["203.0.113.10"])).toEqual([]);
});

test("names none twice, which the kernel refuses, whatever address the host has", () => {
  const named = [{ address: "192.0.2.53", port: 53 }];
  const rules = insideRules({ resolvers: ["192.0.2.53"], named }, ["100.100.100.200", "192.0.2.53"]);
  const lines = renderInsideRules([], rules).trim().split("\n");
  expect(new Set(lines).size).toBe(lines.length);
});

const listed = [
  { priority: 0, src: "all", table: "local" },
  { priority: 100, src: "all", dst: "192.0.2.53", ipproto: "udp", dport: 53, table: "main" },
  { priority: 200, src: "all", dst: "169.254.0.0", dstlen: 16, action: "unreachable" },
  { priority: 32766, src: "all", table: "main" },
];

test("reads its own of what ip lists, and what else stands in their way as something else", () => {
  expect(readInsideRules(JSON.stringify(listed))).toEqual([
    { priority: 100, to: "192.0.2.53", port: { protocol: "udp", number: 53 } },
    { priority: 200, to: "169.254.0.0/16", port: null },
  ]);
  const wider = listed.map(({ dport: _, ...rule }) => rule);
  expect(readInsideRules(JSON.stringify(wider))[0]).toMatchObject({ to: "something else" });
  expect(readInsideRules("")).toEqual([]);
});

test("tells an address that came later from a rule that is gone", () => {
  const then = insideRules(none, ["203.0.113.9"]);
  const now = insideRules(none, ["203.0.113.9", "203.0.113.10"]);
  expect(sameInsideRules(then, now)).toBe(false);
  expect(holdsEverywhere(then, now)).toBe(true);
  expect(holdsEverywhere(then.slice(1), now)).toBe(false);
  expect(holdsEverywhere([], now)).toBe(false);
});
