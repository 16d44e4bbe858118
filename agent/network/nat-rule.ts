export type PortRange = { readonly first: number; readonly last: number };

/** What a rule matches; nothing named means anything. */
export type NatMatch = {
  readonly addresses: readonly string[];
  readonly ports: readonly PortRange[];
};

/** One of the host's rules that changes where a TCP connection goes, or leads on to such. */
export type NatRule = NatMatch & {
  readonly chain: string;
  readonly family: 4 | 6 | null;
  /** `to` are the ports it leads to; null where the port stays. */
  readonly goal: { readonly to: readonly PortRange[] | null } | { readonly chain: string };
};

export type NatTable = {
  /** Chains that a connection of this host's meets by itself. */
  readonly entries: readonly string[];
  readonly rules: readonly NatRule[];
};

/** Where a rule takes connections; every address of its family where it names none. */
export type Forward = { readonly address: string; readonly family: 4 | 6; readonly port: number };

const deepest = 8;
/** Of a range that leads to one place, so many stand for all. */
const mostPortsOfOne = 16;
const mostAddressesOfOne = 4;
const mostForwards = 100;
/** Where any port will do. */
const anyPort = 9;

/**
 * Where this host takes connections that its rules lead to one of these ports,
 * with or without somebody who listens there.
 */
export function forwardsTo(
  tables: readonly NatTable[],
  ports: readonly number[],
): { forwards: readonly Forward[]; isCut: boolean } {
  const found = new Map<string, Forward>();
  const walk = ({ rules }: NatTable, chain: string, outer: NatMatch, depth: number): void => {
    for (const rule of rules.filter((each) => each.chain === chain)) {
      const match = {
        addresses: rule.addresses.length > 0 ? rule.addresses : outer.addresses,
        ports: rule.ports.length > 0 ? rule.ports : outer.ports,
      };
      if ("chain" in rule.goal) {
        if (depth < deepest) walk({ entries: [], rules }, rule.goal.chain, match, depth + 1);
        continue;
      }
      for (const port of takenPorts(match, rule.goal.to, ports))
        for (const forward of placesOf(rule, match, port))
          found.set(`${forward.address} ${forward.port}`, forward);
    }
  };
  for (const table of tables)
    for (const entry of new Set(table.entries)) walk(table, entry, { addresses: [], ports: [] }, 0);
  return { forwards: [...found.values()].slice(0, mostForwards), isCut: found.size > mostForwards };
}

/** Those that the rule takes and that end at one of the ports. */
function takenPorts(
  match: NatMatch,
  to: readonly PortRange[] | null,
  ports: readonly number[],
): readonly number[] {
  const isIn = (ranges: readonly PortRange[], port: number) =>
    ranges.some(({ first, last }) => port >= first && port <= last);
  if (to === null) {
    if (match.addresses.length === 0 && match.ports.length === 0) return [];
    return ports.filter((port) => match.ports.length === 0 || isIn(match.ports, port));
  }
  if (!ports.some((port) => isIn(to, port))) return [];
  if (match.ports.length === 0) return [anyPort];
  return match.ports.flatMap(({ first, last }) =>
    Array.from({ length: Math.min(last - first + 1, mostPortsOfOne) }, (_, at) => first + at),
  );
}

function placesOf(rule: NatRule, { addresses }: NatMatch, port: number): Forward[] {
  const all = [
    { address: "0.0.0.0", family: 4 },
    { address: "::", family: 6 },
  ] as const;
  if (addresses.length === 0)
    return all
      .filter(({ family }) => rule.family === null || rule.family === family)
      .map((one) => ({ ...one, port }));
  return addresses
    .slice(0, mostAddressesOfOne)
    .map((address) => ({ address, family: address.includes(":") ? 6 : 4, port }));
}
