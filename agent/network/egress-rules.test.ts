import { expect, test } from "vitest";
import { egressRules, expectedEgress, readEgress, renderEgress } from "./egress-rules.ts";

const refusals = { uid: 20_001, resolvers: ["169.254.169.253"], ports: [8080], named: [] };
const match = (left: unknown, right: unknown, op = "==") => ({ match: { op, left, right } });
const daddr = (protocol: string) => ({ payload: { protocol, field: "daddr" } });
const dport = (protocol: string) => ({ payload: { protocol, field: "dport" } });

/** As nftables 1.0 lists what is put up for a network without resolvers, ports or addresses of its own. */
function listing(
  change: { judged?: (exprs: unknown[][]) => unknown[][]; chain?: object; table?: object } = {},
) {
  const reject = { reject: { type: "icmpx", expr: "port-unreachable" } };
  const flags = { "&": [{ payload: { protocol: "tcp", field: "flags" } }, ["syn", "ack"]] };
  const prefix = (addr: string, len: number) => ({ prefix: { addr, len } });
  const v4 = [
    ...["100.100.100.200", "168.63.129.16", "192.0.0.192"],
    ...[prefix("0.0.0.0", 8), prefix("169.254.0.0", 16)],
  ];
  const v6 = [
    ...[prefix("::ffff:0.0.0.0", 96), prefix("64:ff9b::7f00:0", 104), prefix("64:ff9b::a9fe:0", 112)],
    ...[prefix("2002:7f00::", 24), prefix("2002:a9fe::", 32), "fd00:42::42"],
    ...[prefix("fd00:ec2::", 32), prefix("fd20:ce::", 32), prefix("fe80::", 9)],
  ];
  const judged = [
    [match(flags, "syn", "!="), { accept: null }],
    [match(daddr("ip"), { set: v4 }), reject],
    [match(daddr("ip6"), { set: v6 }), reject],
    [match({ fib: { result: "type", flags: ["daddr"] } }, "unicast", "!="), reject],
  ];
  const chain = { name: "out", type: "filter", hook: "output", prio: -300, policy: "accept" };
  const rule = (name: string) => (expr: unknown[]) => ({ rule: { chain: name, handle: 9, expr } });
  return JSON.stringify({
    nftables: [
      { metainfo: { version: "1.0.6" } },
      { table: { family: "inet", name: "t", ...change.table } },
      { chain: { name: "judged" } },
      { chain: { ...chain, ...change.chain } },
      ...(change.judged?.(judged) ?? judged).map(rule("judged")),
      rule("out")([match({ meta: { key: "skuid" } }, 20_001), { jump: { target: "judged" } }]),
    ],
  });
}

test("lets through by name before it refuses, and refuses the clouds' metadata before anything of the host's", () => {
  const rules = egressRules({ ...refusals, named: [{ address: "203.0.113.9", port: 443 }] });
  const at = (part: string) => rules.findIndex((rule) => rule.includes(part));
  const order = [
    at("169.254.169.253 } udp dport { 53 } accept"),
    at("169.254.0.0/16"),
    at("127.0.0.1 } tcp dport { 8080 } accept"),
    at("203.0.113.9 } tcp dport { 443 } accept"),
    at("fib daddr type != unicast"),
  ];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
  expect(rules.at(-1)).toBe("fib daddr type != unicast reject with icmpx type port-unreachable");
});

test("opens nothing of the loopback where nothing is named, and of a resolver nothing but its one port", () => {
  const rules = egressRules({ ...refusals, ports: [] });
  expect(rules.filter((rule) => rule.includes("127.0.0.1"))).toEqual([]);
  const accepting = rules.filter((rule) => rule.endsWith("accept") && !rule.includes("flags"));
  expect(accepting).toEqual([
    "ip daddr { 169.254.169.253 } udp dport { 53 } accept",
    "ip daddr { 169.254.169.253 } tcp dport { 53 } accept",
  ]);
});

test("judges one user's connections, and never what belongs to nobody", () => {
  const script = renderEgress("bulkhead_ab_20001", refusals);
  expect(script).toContain("meta skuid { 20001 } jump judged");
  expect(script).not.toMatch(/skuid !=/);
  expect(script.match(/bulkhead_\w+/g)).toEqual(Array(3).fill("bulkhead_ab_20001"));
});

const bare = { uid: 20_001, resolvers: [], ports: [], named: [] };

test("knows in nftables' listing what it put up", () => {
  expect(readEgress(listing())).toEqual(expectedEgress(bare));
});

test.each([
  ["one is gone", { judged: (rules: unknown[][]) => rules.slice(0, -1) }],
  ["one more lets through", { judged: (rules: unknown[][]) => [[{ accept: null }], ...rules] }],
  ["they stand in another order", { judged: (rules: unknown[][]) => rules.toReversed() }],
  [
    "one holds for one protocol alone",
    { judged: (rules: unknown[][]) => rules.with(3, [match(dport("tcp"), 80), ...(rules[3] ?? [])]) },
  ],
  ["the chain judges something else", { chain: { hook: "input" } }],
  ["they come after the addresses are rewritten", { chain: { prio: 0 } }],
  ["the table is asleep", { table: { flags: ["dormant"] } }],
])("takes the rules for none of ours when %s", (_, change) => {
  expect(readEgress(listing(change))).not.toEqual(expectedEgress(bare));
});
