import type { NatRule, NatTable, PortRange } from "./nat-rule.ts";
import { oneWithin } from "./parse-nft-nat.ts";

const entries = ["PREROUTING", "OUTPUT"];

/**
 * The rules that lead TCP connections elsewhere, read from what `iptables-save
 * -t nat` or `ip6tables-save -t nat` prints, as far as address and port go.
 */
export function parseIptablesNat(text: string, family: 4 | 6): NatTable {
  return { entries, rules: text.split("\n").flatMap((line) => readRule(line, family) ?? []) };
}

function readRule(line: string, family: 4 | 6): NatRule | null {
  const words = line.trim().split(/\s+/);
  // What is denied is left aside: "! -d 127.0.0.0/8".
  const after = (...names: readonly string[]) => {
    const at = words.findIndex((word, index) => names.includes(word) && words[index - 1] !== "!");
    return at < 0 ? undefined : words[at + 1];
  };
  const chain = after("-A");
  const target = after("-j", "-g");
  if (chain === undefined || target === undefined) return null;
  if (!["tcp", "6", "all", undefined].includes(after("-p"))) return null;
  const place = after("-d");
  const match = {
    ...{ chain, family },
    addresses: place === undefined ? [] : [addressOf(place)],
    ports: portsOf(after("--dport", "--dports")),
  };
  if (target === "REDIRECT") return { ...match, goal: { to: goalOf(after("--to-ports")) } };
  if (target === "DNAT") {
    const goal = after("--to-destination") ?? "";
    return { ...match, goal: { to: goalOf(/(?:\]|^[^:]*):([\d-]+)/.exec(goal)?.[1]) } };
  }
  return { ...match, goal: { chain: target } };
}

function goalOf(ports: string | undefined): readonly PortRange[] | null {
  return ports === undefined ? null : portsOf(ports);
}

/** "80", "80:90", "80-90" and several of them with commas. */
function portsOf(text: string | undefined): PortRange[] {
  return (text ?? "").split(",").flatMap((each) => {
    const [first, last = first] = each.split(/[:-]/).map(Number);
    return Number.isInteger(first) && Number.isInteger(last) && each !== ""
      ? [{ first: first as number, last: last as number }]
      : [];
  });
}

function addressOf(place: string): string {
  const [address = "", length] = place.split("/");
  const isWhole = length === undefined || length === "32" || length === "128";
  return isWhole ? address : oneWithin(address);
}
