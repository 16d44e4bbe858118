import { z } from "zod";
import type { FirewallRule } from "./firewall-rules.ts";

const matchSchema = z.object({ match: z.object({ op: z.string(), left: z.unknown(), right: z.unknown() }) });
const ruleSchema = z.object({
  rule: z.object({ chain: z.string(), comment: z.string().optional(), expr: z.array(z.unknown()) }),
});
const chainSchema = z.object({
  chain: z.object({ name: z.string(), type: z.string(), hook: z.string(), policy: z.string() }),
});
/** Ours has no flags. One switches a table off while it stands there, and some versions of nftables write it as nonsense. */
const flaggedSchema = z.object({
  table: z.object({ flags: z.unknown().refine((flags) => flags !== undefined) }),
});
const listingSchema = z.object({ nftables: z.array(z.unknown()) });
const rangeSchema = z.object({ range: z.tuple([z.number(), z.number()]) });
const uidsSchema = z.object({ set: z.array(z.number()) });

/** Statements that change nothing of what a rule lets through. */
const silent = ["counter", "comment", "log"];

/**
 * The rules that are in force, read from `nft -j list table`. A rule that says
 * anything else than one of ours is null in the answer, so that it is never
 * taken for one; the same for a chain that doesn't judge what leaves, and for a
 * table that is switched off.
 */
export function parseFirewall(text: string): (FirewallRule | null)[] {
  const { nftables } = listingSchema.parse(JSON.parse(text));
  const isFlagged = nftables.some((entry) => flaggedSchema.safeParse(entry).success);
  const isJudging = nftables.some((entry) => {
    const chain = chainSchema.safeParse(entry).data?.chain;
    return chain?.name === "output" && chain.type === "filter" && chain.hook === "output";
  });
  return nftables.flatMap((entry) => {
    const parsed = ruleSchema.safeParse(entry);
    if (!parsed.success) return [];
    return [
      isJudging && !isFlagged && parsed.data.rule.chain === "output" ? parseRule(parsed.data.rule) : null,
    ];
  });
}

function parseRule(rule: z.output<typeof ruleSchema>["rule"]): FirewallRule | null {
  const matches = rule.expr.flatMap((entry) => matchSchema.safeParse(entry).data?.match ?? []);
  const rest = rule.expr.filter((entry) => !matchSchema.safeParse(entry).success).flatMap(keysOf);
  const [verdict, ...more] = rest.filter((key) => !silent.includes(key));
  const isOnLoopback = matches.some(
    ({ op, left, right }) => op === "==" && keyOf(left) === "oifname" && right === "lo",
  );
  const port = matches.find(({ left }) => ["dport", "sport"].includes(keyOf(left)));
  const users = matches.find(({ left }) => keyOf(left) === "skuid");
  const range = rangeSchema.safeParse(port?.right).data?.range;
  const uids = uidsSchema.safeParse(users?.right).data?.set;
  const keeps = keyOf(port?.left) === "dport" ? "connect" : "answer";
  const isWhole =
    matches.length === 4 &&
    more.length === 0 &&
    verdict === (keeps === "connect" ? "reject" : "drop") &&
    isOnLoopback &&
    port?.op === "==" &&
    users?.op === "!=" &&
    judgesOpening(matches, keeps);
  if (!isWhole || range === undefined || uids === undefined) return null;
  const [first, last] = range;
  return { slug: rule.comment ?? "", keeps, first, last, uids: uids.sort((a, b) => a - b) };
}

/** The match of the flags, which versions of nftables write in different ways, must name these and no others. */
function judgesOpening(
  matches: readonly { left: unknown; right: unknown }[],
  keeps: FirewallRule["keeps"],
): boolean {
  const match = matches.find(({ left }) => keyOf(left) === "flags");
  if (match === undefined) return false;
  const mask = JSON.stringify(match.left);
  const flags = JSON.stringify(match.right);
  const isMasked = mask.includes('"syn"') && mask.includes('"ack"');
  return isMasked && flags.includes('"syn"') && flags.includes('"ack"') === (keeps === "answer");
}

/** What a match looks at: a key of the packet's or a field of its headers. */
function keyOf(left: unknown): string {
  if (typeof left !== "object" || left === null) return "";
  const text = JSON.stringify(left);
  return /"(?:key|field)":"([a-z]+)"/.exec(text)?.[1] ?? "";
}

function keysOf(entry: unknown): string[] {
  return typeof entry === "object" && entry !== null ? Object.keys(entry) : ["unknown"];
}
