import { expect, test } from "vitest";
import { forwardsTo, type NatTable } from "./nat-rule.ts";
import { parseIptablesNat } from "./parse-iptables-nat.ts";
import { parseNftNat } from "./parse-nft-nat.ts";

const named = { family: "ip", table: "door" };
const match = (left: object, right: unknown, op = "==") => ({ match: { op, left, right } });
const dport = (right: unknown, op?: string, protocol = "tcp") =>
  match({ payload: { protocol, field: "dport" } }, right, op);
const daddr = (right: unknown) => match({ payload: { protocol: "ip", field: "daddr" } }, right);
const forTcp = match({ meta: { key: "l4proto" } }, "tcp");
const redirect = { redirect: { port: 5000 } };
const concat = (...values: unknown[]) => ({ concat: values });
const key = concat(
  { payload: { protocol: "ip", field: "daddr" } },
  { payload: { protocol: "tcp", field: "dport" } },
);

/** As nftables 1.0 lists one chain with one rule beside what rules of it name. */
function listed(expr: unknown[], family = "ip"): readonly NatTable[] {
  const entries = [
    { metainfo: { version: "1.0.6" } },
    { table: { family, name: "door", handle: 1 } },
    { set: { ...named, family, name: "s", type: "inet_service", elem: [{ range: [7000, 7002] }, 7010] } },
    { map: { ...named, family, name: "m", type: "inet_service", map: "inet_service", elem: [[4001, 5000]] } },
    { chain: { ...named, family, name: "out", type: "nat", hook: "output", prio: -100 } },
    { chain: { ...named, family, name: "other" } },
    { rule: { ...named, family, chain: "out", expr } },
    { rule: { ...named, family, chain: "other", expr: [{ counter: null }, forTcp, redirect] } },
  ];
  return parseNftNat(JSON.stringify({ nftables: entries })).tables;
}

const placesOf = (tables: readonly NatTable[], ports = [5000]) =>
  forwardsTo(tables, ports).forwards.map(({ address, port }) => `${address} ${port}`);

test.each<[string, unknown[], string[]]>([
  ["one port", [dport(4000), redirect], ["0.0.0.0 4000"]],
  [
    "an address and a port",
    [daddr("10.1.2.3"), dport(4000), { dnat: { addr: "127.0.0.1", port: 5000 } }],
    ["10.1.2.3 4000"],
  ],
  ["a network", [daddr({ prefix: { addr: "10.1.2.0", len: 24 } }), dport(4000), redirect], ["10.1.2.1 4000"]],
  [
    "a list of ports",
    [dport({ set: [4000, { range: [4002, 4003] }] }), redirect],
    ["0.0.0.0 4000", "0.0.0.0 4002", "0.0.0.0 4003"],
  ],
  [
    "a set with a name",
    [dport("@s"), redirect],
    ["0.0.0.0 7000", "0.0.0.0 7001", "0.0.0.0 7002", "0.0.0.0 7010"],
  ],
  ["any transport", [forTcp, dport(4000, "==", "th"), redirect], ["0.0.0.0 4000"]],
  ["all ports but one", [dport(4000, "!="), redirect], ["0.0.0.0 9"]],
  [
    "a map of ports",
    [
      forTcp,
      {
        redirect: {
          port: {
            map: {
              key: {},
              data: {
                set: [
                  [4100, 5000],
                  [4101, 6000],
                ],
              },
            },
          },
        },
      },
    ],
    ["0.0.0.0 4100"],
  ],
  ["a map with a name", [forTcp, { redirect: { port: { map: { key: {}, data: "@m" } } } }], ["0.0.0.0 4001"]],
  [
    "a map of addresses and ports",
    [
      {
        dnat: {
          addr: { map: { key, data: { set: [[concat("10.0.0.9", 80), concat("127.0.0.1", 5000)]] } } },
        },
      },
    ],
    ["10.0.0.9 80"],
  ],
  ["an address whose ports stay", [daddr("10.9.9.9"), { dnat: { addr: "127.0.0.1" } }], ["10.9.9.9 5000"]],
  [
    "a range that leads to a range",
    [dport({ range: [4000, 4001] }), { dnat: { addr: "127.0.0.1", port: { range: [4999, 5001] } } }],
    ["0.0.0.0 4000", "0.0.0.0 4001"],
  ],
  ["a port by another chain", [dport(4200), { jump: { target: "other" } }], ["0.0.0.0 4200"]],
  [
    "a port by a map of chains",
    [{ vmap: { key: {}, data: { set: [[4201, { goto: { target: "other" } }]] } } }],
    ["0.0.0.0 4201"],
  ],
  ["another port than a tenant's", [dport(4000), { redirect: { port: 6000 } }], []],
  ["what is no TCP", [dport(4000, "==", "udp"), redirect], []],
  ["nothing elsewhere", [dport(4000), { accept: null }], []],
])("finds where nftables leads by %s", (_, expr, places) => {
  expect(placesOf(listed(expr))).toEqual(places);
});

test("a rule for both families takes connections at either loopback", () => {
  expect(placesOf(listed([dport(4000), redirect], "inet"))).toEqual(["0.0.0.0 4000", ":: 4000"]);
  const four = { dnat: { family: "ip", addr: "127.0.0.1", port: 5000 } };
  expect(placesOf(listed([dport(4000), four], "inet"))).toEqual(["0.0.0.0 4000"]);
});

test("a great range is asked for a few of its ports, and chains that lead in a circle end", () => {
  expect(placesOf(listed([dport(60_000, ">="), redirect]))).toHaveLength(16);
  expect(placesOf(listed([{ jump: { target: "out" } }]))).toEqual([]);
});

test("says where rules stand in another program's words", () => {
  const rule = { ...named, chain: "OUTPUT", expr: [{ xt: { type: "target", name: "DNAT" } }] };
  expect(parseNftNat(JSON.stringify({ nftables: [{ rule }] })).hasForeign).toBe(true);
  expect(() => parseNftNat("{}")).toThrow();
});

test.each([
  ["-A OUTPUT -p tcp -m tcp --dport 4000 -j REDIRECT --to-ports 5000", ["0.0.0.0 4000"]],
  [
    "-A OUTPUT -d 10.1.2.3/32 -p tcp -m tcp --dport 4000 -j DNAT --to-destination 127.0.0.1:5000",
    ["10.1.2.3 4000"],
  ],
  [
    "-A PREROUTING -p tcp -m multiport --dports 80,90:91 -j DNAT --to-destination 127.0.0.1:4990-5010",
    ["0.0.0.0 80", "0.0.0.0 90", "0.0.0.0 91"],
  ],
  [
    "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER\n-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:5000",
    ["0.0.0.0 8080"],
  ],
  ["-A OUTPUT -d 10.9.9.9/32 -j DNAT --to-destination 127.0.0.1", ["10.9.9.9 5000"]],
  ["-A OUTPUT -p udp -m udp --dport 4000 -j REDIRECT --to-ports 5000", []],
  ["-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE", []],
])("finds where iptables leads: %s", (text, places) => {
  expect(placesOf([parseIptablesNat(`*nat\n:OUTPUT ACCEPT [0:0]\n${text}\nCOMMIT\n`, 4)])).toEqual(places);
});
