import { z } from "zod";
import { canonicalAddress, isIPv6, type Refusals } from "./refusals.ts";
import { dnsPort, refusedAddresses } from "./refused-addresses.ts";

/** Judged after what is the network's own, which is at 0, and before every route, which are at 32766. */
const letThrough = 100;
const refused = 200;

export type InsideRule = {
  readonly priority: number;
  /** An address, or several with the length of what they have in common. */
  readonly to: string;
  /** Only this port; every one, and every protocol, when null. */
  readonly port: { readonly protocol: "udp" | "tcp"; readonly number: number } | null;
};

/**
 * Rules of the tenant's network itself, by which nothing is sent to those
 * addresses at all. They need no firewall, and nobody without the host's
 * rights over the network can take them away.
 *
 * @param hostAddresses what the host has besides its loopback at the moment
 */
export function insideRules(
  { resolvers, named }: Pick<Refusals, "resolvers" | "named">,
  hostAddresses: readonly string[],
): InsideRule[] {
  const { v4, v6 } = refusedAddresses;
  const asked = resolvers.flatMap((to) =>
    (["udp", "tcp"] as const).map((protocol) => ({ protocol, number: dnsPort, to })),
  );
  const configured = named
    .filter(({ address }) => hostAddresses.includes(address))
    .map(({ address, port }) => ({ protocol: "tcp" as const, number: port, to: address }));
  // The kernel takes none twice, and a host may have an address that is refused on every host.
  return once([
    ...[...asked, ...configured].map(({ to, ...port }) => ({ priority: letThrough, to, port })),
    ...[...v4, ...v6, ...hostAddresses].map((to) => ({ priority: refused, to, port: null })),
  ]);
}

function once(rules: readonly InsideRule[]): InsideRule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** For `ip -batch`, of one family. What there was before goes. */
export function renderInsideRules(seen: readonly InsideRule[], wanted: readonly InsideRule[]): string {
  return [
    ...seen.map(({ priority }) => `rule delete priority ${priority}`),
    ...wanted.map(({ priority, to, port }) =>
      port === null
        ? `rule add priority ${priority} to ${to} unreachable`
        : `rule add priority ${priority} to ${to} ipproto ${port.protocol} dport ${port.number} lookup main`,
    ),
    "",
  ].join("\n");
}

const ruleSchema = z.object({
  priority: z.number(),
  dst: z.string().optional(),
  dstlen: z.number().optional(),
  ipproto: z.union([z.string(), z.number()]).optional(),
  dport: z.number().optional(),
  action: z.string().optional(),
});

/** Those of our two kinds, read from `ip -j rule`. What else stands at their places leads nowhere that anybody asked for. */
export function readInsideRules(text: string): InsideRule[] {
  const rules = z.array(ruleSchema).parse(text.trim() === "" ? [] : JSON.parse(text));
  return rules
    .filter(({ priority }) => priority > 0 && priority <= refused)
    .map(({ priority, dst, dstlen, ipproto, dport, action }): InsideRule => {
      const other = { priority, to: "something else", port: null };
      const address = canonicalAddress(dst ?? "");
      if (address === null) return other;
      const to = dstlen === undefined ? address : `${address}/${dstlen}`;
      if (priority === refused && action === "unreachable" && dport === undefined)
        return { priority, to, port: null };
      const protocol = protocols[String(ipproto)];
      const isLetThrough = priority === letThrough && action === undefined;
      if (!isLetThrough || protocol === undefined || dport === undefined) return other;
      return { priority, to, port: { protocol, number: dport } };
    });
}

/** By name, or by number where a host doesn't know the names. */
const protocols: Readonly<Record<string, "udp" | "tcp">> = {
  udp: "udp",
  tcp: "tcp",
  "17": "udp",
  "6": "tcp",
};

export function sameInsideRules(seen: readonly InsideRule[], wanted: readonly InsideRule[]): boolean {
  const key = (rules: readonly InsideRule[]) => rules.map((rule) => JSON.stringify(rule)).sort();
  return JSON.stringify(key(seen)) === JSON.stringify(key(wanted));
}

/** True when they differ in nothing but in which of a host's own addresses are refused. */
export function holdsEverywhere(seen: readonly InsideRule[], wanted: readonly InsideRule[]): boolean {
  const fixed: ReadonlySet<string> = new Set([...refusedAddresses.v4, ...refusedAddresses.v6]);
  const isFixed = ({ priority, to, port }: InsideRule) =>
    priority !== refused || port !== null || fixed.has(to);
  const isAddress = ({ to }: InsideRule) => canonicalAddress(to) === to;
  const rest = seen.filter((rule) => !isFixed(rule));
  return rest.every(isAddress) && sameInsideRules(seen.filter(isFixed), wanted.filter(isFixed));
}

/** Those of one family. */
export function ofFamily(rules: readonly InsideRule[], family: 4 | 6): InsideRule[] {
  return rules.filter(({ to }) => isIPv6(to) === (family === 6));
}
