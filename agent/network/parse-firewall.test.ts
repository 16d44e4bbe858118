import { describe, expect, test } from "vitest";
import { rulesFor } from "./firewall-rules.ts";
import { parseFirewall } from "./parse-firewall.ts";

const flags = { "&": [{ payload: { protocol: "tcp", field: "flags" } }, ["syn", "ack"]] };
const match = (op: string, left: unknown, right: unknown) => ({ match: { op, left, right } });
const chain = {
  family: "inet",
  table: "t",
  name: "output",
  type: "filter",
  hook: "output",
  policy: "accept",
};

function listing(change: { chain?: object; expr?: (expr: object[]) => object[] } = {}): string {
  const rule = (port: string, right: unknown, end: object) => ({
    rule: {
      chain: "output",
      comment: "alpha",
      expr: (change.expr ?? ((expr: object[]) => expr))([
        match("==", { meta: { key: "oifname" } }, "lo"),
        match("==", { payload: { protocol: "tcp", field: port } }, { range: [19_200, 19_319] }),
        match("==", flags, right),
        match("!=", { meta: { key: "skuid" } }, { set: [20_001, 0] }),
        end,
      ]),
    },
  });
  return JSON.stringify({
    nftables: [
      { metainfo: { version: "1.0.6" } },
      { chain: { ...chain, ...change.chain } },
      rule("dport", "syn", { reject: { type: "tcp reset" } }),
      rule("sport", ["syn", "ack"], { drop: null }),
    ],
  });
}

describe("reading what is in force", () => {
  test("knows the rules it would write", () => {
    expect(parseFirewall(listing())).toEqual(rulesFor([{ slug: "alpha", uid: 20_001, base: 19_200 }]));
  });

  test.each([
    [
      "it lets through everybody but the tenant",
      { expr: (expr: object[]) => expr.with(3, match("==", { meta: { key: "skuid" } }, { set: [0] })) },
    ],
    ["it ends by accepting", { expr: (expr: object[]) => expr.with(4, { accept: null }) }],
    [
      "it holds for one direction more narrowly",
      { expr: (expr: object[]) => [match("==", { meta: { key: "mark" } }, 1), ...expr] },
    ],
    [
      "it isn't about the loopback",
      { expr: (expr: object[]) => expr.with(0, match("==", { meta: { key: "oifname" } }, "eth0")) },
    ],
    ["its chain judges nothing", { chain: { hook: "input" } }],
  ])("takes a rule for none of ours when %s", (_case, change) => {
    expect(parseFirewall(listing(change))).toEqual([null, null]);
  });
});
