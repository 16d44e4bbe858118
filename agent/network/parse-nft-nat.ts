import { isIP } from "node:net";
import { z } from "zod";
import type { NatMatch, NatRule, NatTable, PortRange } from "./nat-rule.ts";

const listingSchema = z.object({ nftables: z.array(z.unknown()) });
const named = { family: z.string(), table: z.string() };
const chainSchema = z.object({
  chain: z.object({ ...named, name: z.string(), hook: z.string().optional() }),
});
const elementsSchema = z.object({ ...named, name: z.string(), elem: z.array(z.unknown()).default([]) });
const setSchema = z.union([
  z.object({ set: elementsSchema }).transform(({ set }) => set),
  z.object({ map: elementsSchema }).transform(({ map }) => map),
]);
const ruleSchema = z.object({ rule: z.object({ ...named, chain: z.string(), expr: z.array(z.unknown()) }) });
const matchSchema = z.object({
  match: z.object({
    op: z.string(),
    left: z.union([
      z.object({ payload: z.object({ protocol: z.string(), field: z.string() }) }),
      z.object({ meta: z.object({ key: z.string() }) }),
      z.unknown().transform(() => null),
    ]),
    right: z.unknown(),
  }),
});
const goalSchema = z
  .object({ family: z.enum(["ip", "ip6"]).optional(), addr: z.unknown(), port: z.unknown() })
  .partial()
  .nullable();
const natSchema = z.union([
  z.object({ dnat: goalSchema }).transform(({ dnat }) => dnat),
  z.object({ redirect: goalSchema }).transform(({ redirect }) => redirect),
]);
const mapSchema = z.object({ map: z.object({ data: z.unknown() }) });
const vmapSchema = z.object({ vmap: z.object({ data: z.unknown() }) });
const targetSchema = z.object({ target: z.string() });
const jumpSchema = z.union([
  z.object({ jump: targetSchema }).transform(({ jump }) => jump.target),
  z.object({ goto: targetSchema }).transform(({ goto }) => goto.target),
]);
const elementSchema = z.object({ elem: z.object({ val: z.unknown() }) });
const rangeSchema = z.object({ range: z.tuple([z.unknown(), z.unknown()]) });
const prefixSchema = z.object({ prefix: z.object({ addr: z.string(), len: z.number() }) });
const listSchema = z.union([
  z.object({ set: z.array(z.unknown()) }).transform(({ set }) => set),
  z.object({ concat: z.array(z.unknown()) }).transform(({ concat }) => concat),
]);
const pairsSchema = z.array(z.tuple([z.unknown(), z.unknown()]));

const highest = 65_535;
const hooks = new Set(["prerouting", "output"]);
const families: Readonly<Record<string, 4 | 6>> = { ip: 4, ip6: 6 };

/**
 * The rules of the host that lead connections elsewhere, read from `nft -j list
 * ruleset`. What a rule asks for besides address and port is left aside, so
 * that it may take fewer connections than is said here.
 *
 * @returns `hasForeign`: there are rules in another program's own words
 * @throws when the text is no listing
 */
export function parseNftNat(text: string): { tables: readonly NatTable[]; hasForeign: boolean } {
  const { nftables } = listingSchema.parse(JSON.parse(text));
  const sets = new Map<string, readonly unknown[]>();
  const tables = new Map<string, { entries: string[]; rules: NatRule[] }>();
  const tableOf = (key: string) => {
    const table = tables.get(key) ?? { entries: [], rules: [] };
    tables.set(key, table);
    return table;
  };
  let hasForeign = false;
  for (const entry of nftables) {
    const set = setSchema.safeParse(entry).data;
    if (set) sets.set(`${set.family} ${set.table} @${set.name}`, set.elem);
    const chain = chainSchema.safeParse(entry).data?.chain;
    if (chain?.hook !== undefined && hooks.has(chain.hook))
      tableOf(`${chain.family} ${chain.table}`).entries.push(chain.name);
  }
  for (const entry of nftables) {
    const rule = ruleSchema.safeParse(entry).data?.rule;
    if (rule === undefined) continue;
    const key = `${rule.family} ${rule.table}`;
    hasForeign ||= rule.expr.some((each) => typeof each === "object" && each !== null && "xt" in each);
    const family = families[rule.family] ?? null;
    const read = readRule(rule.expr, (name) => sets.get(`${key} ${name}`) ?? []);
    tableOf(key).rules.push(...read.map((each) => ({ family, ...each, chain: rule.chain })));
  }
  return { tables: [...tables.values()], hasForeign };
}

type SetOf = (name: string) => readonly unknown[];
type ReadRule = NatMatch & { readonly goal: NatRule["goal"]; readonly family?: 4 | 6 };

function readRule(expressions: readonly unknown[], setOf: SetOf): ReadRule[] {
  const found: ReadRule[] = [];
  let match: NatMatch = { addresses: [], ports: [] };
  for (const expression of expressions) {
    const matched = matchSchema.safeParse(expression).data?.match;
    if (matched) {
      const narrowed = narrow(match, matched, setOf);
      if (narrowed === null) return found;
      match = narrowed;
    }
    const target = jumpSchema.safeParse(expression).data;
    if (target !== undefined) found.push({ ...match, goal: { chain: target } });
    const vmap = vmapSchema.safeParse(expression).data?.vmap;
    for (const [key, verdict] of vmap ? pairsOf(vmap.data, setOf) : []) {
      const chain = jumpSchema.safeParse(verdict).data;
      if (chain !== undefined) found.push({ ...within(match, valuesOf(key, setOf)), goal: { chain } });
    }
    const goal = natSchema.safeParse(expression);
    if (goal.success) found.push(...readGoal(goal.data, match, setOf));
  }
  return found;
}

/** Null where it is not for TCP. What is denied is left aside. */
function narrow(
  match: NatMatch,
  { op, left, right }: z.infer<typeof matchSchema>["match"],
  setOf: SetOf,
): NatMatch | null {
  if (left === null || op === "!=") return match;
  const values = valuesOf(right, setOf);
  if ("meta" in left) return left.meta.key !== "l4proto" || isForTcp(right) ? match : null;
  const { protocol, field } = left.payload;
  if (field === "daddr") return within(match, { ...values, ports: [] });
  if (field === "protocol" || field === "nexthdr") return isForTcp(right) ? match : null;
  if (field !== "dport") return match;
  if (protocol !== "tcp" && protocol !== "th") return null;
  const [at] = values.ports;
  return within(match, {
    addresses: [],
    ports: at && op in compared ? [compared[op as Comparing](at.first)] : values.ports,
  });
}

type Comparing = keyof typeof compared;
const compared = {
  "<": (port: number) => ({ first: 1, last: port - 1 }),
  "<=": (port: number) => ({ first: 1, last: port }),
  ">": (port: number) => ({ first: port + 1, last: highest }),
  ">=": (port: number) => ({ first: port, last: highest }),
} satisfies Record<string, (port: number) => PortRange>;

function isForTcp(right: unknown): boolean {
  return /"tcp"|\b6\b/.test(JSON.stringify(right));
}

function readGoal(goal: z.infer<typeof goalSchema>, match: NatMatch, setOf: SetOf): ReadRule[] {
  const family = families[goal?.family ?? ""];
  const own = family === undefined ? {} : { family };
  const mapped = [goal?.addr, goal?.port].flatMap((each) => mapSchema.safeParse(each).data?.map ?? []);
  if (mapped.length === 0) {
    const { ports } = valuesOf(goal?.port, setOf);
    return [{ ...match, ...own, goal: { to: ports.length > 0 ? ports : null } }];
  }
  const [fixed] = [valuesOf(goal?.port, setOf).ports];
  return mapped.flatMap(({ data }) =>
    pairsOf(data, setOf).map(([key, value]) => {
      const ports = [...(fixed ?? []), ...valuesOf(value, setOf).ports];
      return {
        ...within(match, valuesOf(key, setOf)),
        ...own,
        goal: { to: ports.length > 0 ? ports : null },
      };
    }),
  );
}

function within(outer: NatMatch, inner: NatMatch): NatMatch {
  return {
    addresses: inner.addresses.length > 0 ? inner.addresses : outer.addresses,
    ports: inner.ports.length > 0 ? inner.ports : outer.ports,
  };
}

function pairsOf(data: unknown, setOf: SetOf): z.infer<typeof pairsSchema> {
  const elements = typeof data === "string" ? setOf(data) : listSchema.safeParse(data).data;
  return pairsSchema.safeParse(elements).data ?? [];
}

/** The addresses and ports that a value names, in whichever way. */
function valuesOf(value: unknown, setOf: SetOf): NatMatch {
  if (typeof value === "number") return { addresses: [], ports: [{ first: value, last: value }] };
  if (typeof value === "string") {
    if (value.startsWith("@")) return joined(setOf(value), setOf);
    return { addresses: isIP(value) === 0 ? [] : [value], ports: [] };
  }
  const element = elementSchema.safeParse(value).data?.elem.val;
  if (element !== undefined) return valuesOf(element, setOf);
  const [first, last] = rangeSchema.safeParse(value).data?.range ?? [];
  if (typeof first === "number" && typeof last === "number")
    return { addresses: [], ports: [{ first, last }] };
  if (first !== undefined) return valuesOf(first, setOf);
  const prefix = prefixSchema.safeParse(value).data?.prefix;
  if (prefix) return { addresses: [oneWithin(prefix.addr)], ports: [] };
  return joined(listSchema.safeParse(value).data ?? [], setOf);
}

function joined(values: readonly unknown[], setOf: SetOf): NatMatch {
  const all = values.map((each) => valuesOf(each, setOf));
  return {
    addresses: all.flatMap(({ addresses }) => addresses),
    ports: all.flatMap(({ ports }) => ports),
  };
}

/** The first address of a network is the network's own name, the next one is somebody's. */
export function oneWithin(network: string): string {
  if (network.includes(":")) return network.endsWith("::") ? `${network}1` : network;
  return network.replace(/\d+$/, (last) => String(Math.min(Number(last) + 1, 254)));
}
