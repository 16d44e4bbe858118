import { z } from "zod";
import { canonicalAddress, isIPv6, type Refusals } from "./refusals.ts";
import { dnsPort, refusedAddresses } from "./refused-addresses.ts";

/** Before anything on the host rewrites where a connection goes, so that a container's published port is judged by the address it was asked at. */
const base = "type filter hook output priority -300; policy accept";
const refuse = "reject with icmpx type port-unreachable";
/** Answers of a connection that the host opened are none of this: only what opens one is judged. */
const unlessOpening = "tcp flags & (syn | ack) != syn accept";

/**
 * What a tenant's connections to elsewhere are held against on the host, in
 * nftables' own words and in this order: what is let through by name, then
 * what is refused. Whatever no rule names is let out. "Not unicast" is every
 * address that the host has at that moment, broadcast and multicast.
 */
export function egressRules({ resolvers, ports, named }: Refusals): string[] {
  const asked = group(resolvers).flatMap((daddr) =>
    ["udp", "tcp"].map((protocol) => `${daddr} ${protocol} dport ${set([dnsPort])} accept`),
  );
  const { v4, v6 } = refusedAddresses;
  return [
    unlessOpening,
    ...asked,
    ...group([...v4, ...v6]).map((daddr) => `${daddr} ${refuse}`),
    ...(ports.length === 0 ? [] : group(["127.0.0.1", "::1"])).map(
      (daddr) => `${daddr} tcp dport ${set(ports)} accept`,
    ),
    ...named.flatMap(({ address, port }) =>
      group([address]).map((daddr) => `${daddr} tcp dport ${set([port])} accept`),
    ),
    `fib daddr type != unicast ${refuse}`,
  ];
}

/** The whole table as a script for `nft -f`, which puts it in the place of the one before in one transaction. */
export function renderEgress(table: string, refusals: Refusals): string {
  const rules = egressRules(refusals).map((rule) => `    ${rule}`);
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    ...["  chain judged {", ...rules, "  }"],
    `  chain out {\n    ${base};\n    ${judging(refusals)}\n  }`,
    "}\n",
  ].join("\n");
}

/** What {@link readEgress} reads where exactly these rules are in force. */
export function expectedEgress(refusals: Refusals): string[] {
  return [base, ...egressRules(refusals), judging(refusals)];
}

/** Never the other way round: a packet that belongs to nobody's socket has no user, and must not be judged. */
function judging({ uid }: Refusals): string {
  return `meta skuid ${set([uid])} jump judged`;
}

function group(addresses: readonly string[]): string[] {
  const v4 = addresses.filter((address) => !isIPv6(address));
  const v6 = addresses.filter(isIPv6);
  return [
    ...(v4.length > 0 ? [`ip daddr ${set(v4)}`] : []),
    ...(v6.length > 0 ? [`ip6 daddr ${set(v6)}`] : []),
  ];
}

function set(values: readonly (string | number)[]): string {
  return `{ ${values.map(String).sort().join(", ")} }`;
}

const tableSchema = z.object({ table: z.object({ flags: z.unknown().optional() }) });
const chainSchema = z.object({
  chain: z.object({
    name: z.string(),
    type: z.string().optional(),
    hook: z.string().optional(),
    prio: z.number().optional(),
    policy: z.string().optional(),
  }),
});
const ruleSchema = z.object({ rule: z.object({ chain: z.string(), expr: z.array(z.unknown()) }) });
const listingSchema = z.object({ nftables: z.array(z.unknown()) });

/**
 * What is in force, read from `nft -j list table`, in the words in which it
 * was put up. Whatever says anything else reads as something else, so that it
 * is never taken for ours.
 */
export function readEgress(text: string): string[] {
  const { nftables } = listingSchema.parse(JSON.parse(text));
  // A table can be told to sleep.
  const isAsleep = nftables.some((entry) => tableSchema.safeParse(entry).data?.table.flags !== undefined);
  const chain = nftables
    .flatMap((entry) => chainSchema.safeParse(entry).data?.chain ?? [])
    .find(({ name }) => name === "out");
  const head = `type ${chain?.type} hook ${chain?.hook} priority ${chain?.prio}; policy ${chain?.policy}`;
  const rules = nftables.flatMap((entry) => ruleSchema.safeParse(entry).data?.rule ?? []);
  const of = (name: string) => rules.filter((rule) => rule.chain === name).map(({ expr }) => words(expr));
  const others = rules
    .filter(({ chain: name }) => name !== "judged" && name !== "out")
    .map(({ chain }) => chain);
  return [isAsleep ? "asleep" : head, ...of("judged"), ...of("out"), ...others];
}

function words(expr: readonly unknown[]): string {
  return expr.map(statement).join(" ");
}

const matchSchema = z.object({ match: z.object({ op: z.string(), left: z.unknown(), right: z.unknown() }) });

function statement(entry: unknown): string {
  const match = matchSchema.safeParse(entry).data?.match;
  if (match === undefined) return verdict(entry);
  const left = JSON.stringify(match.left);
  // Versions write this one in different ways.
  if (left.includes('"flags"') && left.includes('"tcp"')) {
    const isOurs = ["syn", "ack"].every((flag) => left.includes(`"${flag}"`)) && match.op === "!=";
    return isOurs && JSON.stringify(match.right) === '"syn"' ? "tcp flags & (syn | ack) != syn" : left;
  }
  const values = valuesOf(match.right);
  const right = match.op === "==" ? set(values) : `${match.op} ${values.join(" ")}`;
  return `${field(match.left)} ${right}`;
}

const payloadSchema = z.object({ payload: z.object({ protocol: z.string(), field: z.string() }) });
const metaSchema = z.object({ meta: z.object({ key: z.string() }) });
const fibSchema = z.object({
  fib: z.object({ result: z.string(), flags: z.union([z.string(), z.array(z.string())]) }),
});

function field(left: unknown): string {
  const payload = payloadSchema.safeParse(left).data?.payload;
  if (payload) return `${payload.protocol} ${payload.field}`;
  const meta = metaSchema.safeParse(left).data?.meta;
  if (meta) return `meta ${meta.key}`;
  const fib = fibSchema.safeParse(left).data?.fib;
  return fib ? `fib ${[fib.flags].flat().join(" ")} ${fib.result}` : JSON.stringify(left);
}

const setSchema = z.object({ set: z.array(z.unknown()) });
const prefixSchema = z.object({ prefix: z.object({ addr: z.string(), len: z.number() }) });

function valuesOf(right: unknown): string[] {
  return (setSchema.safeParse(right).data?.set ?? [right]).map((value) => {
    const prefix = prefixSchema.safeParse(value).data?.prefix;
    if (prefix) return `${canonicalAddress(prefix.addr)}/${prefix.len}`;
    if (typeof value === "string") return canonicalAddress(value) ?? value;
    return typeof value === "number" ? String(value) : JSON.stringify(value);
  });
}

const rejectSchema = z.object({
  reject: z.object({ type: z.literal("icmpx"), expr: z.literal("port-unreachable") }),
});
const jumpSchema = z.object({ jump: z.object({ target: z.string() }) });

function verdict(entry: unknown): string {
  // Newer versions leave out what a bare "reject" means anyway.
  const isReject = rejectSchema.safeParse(entry).success || JSON.stringify(entry) === '{"reject":null}';
  if (isReject) return refuse;
  const jump = jumpSchema.safeParse(entry).data?.jump;
  if (jump) return `jump ${jump.target}`;
  return JSON.stringify(entry) === '{"accept":null}' ? "accept" : JSON.stringify(entry);
}
