import { lastPort } from "#lib/domain/host/port-block.ts";

/** A block of ports that is only for one user and root. */
export type GuardedBlock = { readonly slug: string; readonly uid: number; readonly base: number };

/** One rule, in terms that can be compared with what nftables lists. */
export type FirewallRule = {
  readonly slug: string;
  /** `connect`: nobody else reaches the ports · `answer`: nobody else answers from them. */
  readonly keeps: "connect" | "answer";
  readonly first: number;
  readonly last: number;
  /** Who is let through, ascending. */
  readonly uids: readonly number[];
};

/** The table of an installation, which nobody else writes. */
export function tableName(installationId: string): string {
  const id = installationId.replaceAll(/[^0-9a-z]/gi, "").toLowerCase();
  return `bulkhead_${id.slice(0, 8)}`;
}

export function rulesFor(blocks: readonly GuardedBlock[]): FirewallRule[] {
  return [...blocks]
    .sort((a, b) => a.base - b.base)
    .flatMap(({ slug, uid, base }) =>
      (["connect", "answer"] as const).map((keeps) => ({
        slug,
        keeps,
        first: base,
        last: lastPort({ base }),
        uids: [0, uid],
      })),
    );
}

/**
 * The whole table as a script for `nft -f`, which applies it in one
 * transaction: before and after there is a complete table, never a part of
 * one. Without rules the table goes.
 *
 * Only the packets that open a connection are judged. A port in a tenant's
 * block may also be the near end of somebody's connection to elsewhere, which
 * must not break.
 */
export function renderRuleset(installationId: string, rules: readonly FirewallRule[]): string {
  const table = `table inet ${tableName(installationId)}`;
  // Deleting what isn't there fails, so it is made first.
  const cleared = `${table}\ndelete ${table}\n`;
  if (rules.length === 0) return cleared;
  const lines = rules.map((rule) => `    ${renderRule(rule)}`).join("\n");
  const chain = `  chain output {\n    type filter hook output priority filter; policy accept;\n${lines}\n  }`;
  return `${cleared}${table} {\n${chain}\n}\n`;
}

function renderRule({ slug, keeps, first, last, uids }: FirewallRule): string {
  const others = `meta skuid != { ${uids.join(", ")} }`;
  const [port, flags, end] =
    keeps === "connect" ? ["dport", "syn", "reject with tcp reset"] : ["sport", "syn | ack", "drop"];
  return `oifname "lo" tcp ${port} ${first}-${last} tcp flags & (syn | ack) == ${flags} ${others} ${end} comment "${slug}"`;
}
