import { readFile } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { type Forward, forwardsTo, type NatTable } from "./nat-rule.ts";
import { parseIptablesNat } from "./parse-iptables-nat.ts";
import { parseNftNat } from "./parse-nft-nat.ts";
import { runTool } from "./run-tool.ts";

export type Forwards = {
  readonly forwards: readonly Forward[];
  /** Why there may be others, in words; null when these are all. */
  readonly problem: string | null;
};

/**
 * Where the host's own rules lead connections to one of these ports. None
 * where nftables doesn't work here.
 */
export async function listForwards(context: AgentContext, ports: readonly number[]): Promise<Forwards> {
  const { program, isAvailable } = context.hardening.loopbackFirewall;
  if (!isAvailable) return { forwards: [], problem: null };
  const read = await readNft(program);
  const older = await readIptables(read.hasForeign);
  const { forwards, isCut } = forwardsTo([...read.tables, ...older.tables], ports);
  const problem =
    read.isCut || older.isCut
      ? "The rules of the host's firewall could not all be read."
      : isCut
        ? "The rules of the host's firewall forward more than is asked."
        : null;
  return { forwards, problem };
}

type Read = { readonly tables: readonly NatTable[]; readonly isCut: boolean };

async function readNft(program: string): Promise<Read & { readonly hasForeign: boolean }> {
  const whole = await readListing(program, ["ruleset"]);
  if (whole !== null) return { ...whole, isCut: false };
  // Some versions break off at a table that has flags; then the others are read one by one.
  const { stdout, exitCode } = await runTool(program, ["list", "tables"]);
  const names = [...stdout.matchAll(/^table (\w+) (\S+)$/gm)].map(([, ...name]) => ["table", ...name]);
  const tables: NatTable[] = [];
  let [isCut, hasForeign] = [exitCode !== 0, false];
  for (const name of names) {
    const one = await readListing(program, name);
    if (one === null) isCut ||= await changesPlaces(program, name);
    tables.push(...(one?.tables ?? []));
    hasForeign ||= one?.hasForeign ?? false;
  }
  return { tables, isCut, hasForeign };
}

async function readListing(
  program: string,
  what: readonly string[],
): Promise<ReturnType<typeof parseNftNat> | null> {
  const result = await runTool(program, ["-j", "list", ...what]);
  try {
    return result.exitCode === 0 ? parseNftNat(result.stdout) : null;
  } catch {
    return null;
  }
}

async function changesPlaces(program: string, name: readonly string[]): Promise<boolean> {
  const { stdout, exitCode } = await runTool(program, ["list", ...name]);
  return exitCode !== 0 || /\b(dnat|redirect)\b/.test(stdout);
}

/** The older program's rules, which stand in nftables in words that only it can read, or beside it. */
async function readIptables(hasForeign: boolean): Promise<Read> {
  const tables: NatTable[] = [];
  let isCut = false;
  for (const { prefix, family } of [
    { prefix: "ip", family: 4 },
    { prefix: "ip6", family: 6 },
  ] as const) {
    // Asking the older kind for a table that isn't there would make it.
    const names = await readFile(`/proc/net/${prefix}_tables_names`, "utf8").catch(() => "");
    const isLegacy = /^nat$/m.test(names);
    const programs = [
      ...(hasForeign ? [[`${prefix}tables-nft-save`, `${prefix}tables-save`]] : []),
      ...(isLegacy ? [[`${prefix}tables-legacy-save`, `${prefix}tables-save`]] : []),
    ];
    for (const names of programs) {
      const text = await firstSaid(names);
      if (text === null) isCut = true;
      else tables.push(parseIptablesNat(text, family));
    }
  }
  return { tables, isCut };
}

async function firstSaid(programs: readonly string[]): Promise<string | null> {
  for (const program of programs) {
    const result = await runTool(program, ["-t", "nat"]).catch(() => null);
    if (result?.exitCode === 0) return result.stdout;
  }
  return null;
}
