import { Mutex } from "async-mutex";
import type { AgentContext } from "#agent/context/context.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { CommandResult } from "#agent/system/run-command.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type FirewallRule, renderRuleset, rulesFor, tableName } from "./firewall-rules.ts";
import { parseFirewall } from "./parse-firewall.ts";
import { runTool } from "./run-tool.ts";

/** Two that look and then write at once could leave the older list in force. */
const applying = new Mutex();

type Records = { list(): readonly TenantRecord[] };

/** The rules that the host should have for all tenants together. */
export function wantedRules(context: AgentContext, registry: Records): FirewallRule[] {
  const guarded = registry.list().filter((record) => isGiven(context, record, "loopback-firewall"));
  return rulesFor(guarded.map(({ slug, uid, basePort }) => ({ slug, uid, base: basePort })));
}

/**
 * Makes the host's firewall be what the registry asks for, whole. Rules of
 * others are never touched. No-op where the host has no firewall to give, and
 * where everything is in force already.
 *
 * @returns whether anything had to be changed
 * @throws AgentFailure INTERNAL when nftables refuses; what was in force before still is
 */
export function applyFirewall(context: AgentContext, registry: Records): Promise<boolean> {
  return applying.runExclusive(async () => {
    if (!context.hardening.loopbackFirewall.isAvailable) return false;
    const wanted = wantedRules(context, registry);
    const seen = await listFirewall(context);
    if (seen !== null && sameRules(seen, wanted)) return false;
    const result = await nft(context, ["-f", "-"], renderRuleset(context.installationId, wanted));
    if (result.exitCode === 0) return true;
    throw new AgentFailure(
      "INTERNAL",
      `nftables refused the firewall's rules: ${result.stderr.trim().split("\n")[0]?.slice(0, 300) ?? ""}`,
      "Look at the host's nftables, then apply the tenant's hardening again.",
      { isRetryable: true },
    );
  });
}

/** What is in force now; an empty list when there is no table, null when it can't be read. */
export function listFirewall(context: AgentContext): Promise<(FirewallRule | null)[] | null> {
  return listTable(context, tableName(context.installationId));
}

/** Tables that other installations of Bulkhead made on this host, by name. A removed one may have left its own. */
export async function listForeignTables(context: AgentContext): Promise<string[]> {
  if (!context.hardening.loopbackFirewall.isAvailable) return [];
  const result = await nft(context, ["list", "tables", "inet"]);
  const names = result.stdout.matchAll(/^table inet (bulkhead_[0-9a-z]{8})$/gm);
  return [...names].flatMap(([, name]) => (name && name !== tableName(context.installationId) ? [name] : []));
}

export async function listTable(
  context: AgentContext,
  name: string,
): Promise<(FirewallRule | null)[] | null> {
  if (!context.hardening.loopbackFirewall.isAvailable) return null;
  const result = await nft(context, ["-j", "list", "table", "inet", name]);
  if (result.exitCode !== 0 && /No such file/i.test(result.stderr)) return [];
  const rules = result.exitCode === 0 ? parsedOrNull(result.stdout) : null;
  return rules ?? ((await isSwitchedOff(context, name)) ? [null] : null);
}

function parsedOrNull(text: string): (FirewallRule | null)[] | null {
  try {
    return parseFirewall(text);
  } catch {
    return null;
  }
}

/** Some versions of nftables break off where they should write a table's flags, and write them well for people. */
async function isSwitchedOff(context: AgentContext, name: string): Promise<boolean> {
  const { stdout } = await nft(context, ["list", "table", "inet", name]);
  return /^\s*flags\b.*\bdormant\b/m.test(stdout);
}

export function sameRules(seen: readonly (FirewallRule | null)[], wanted: readonly FirewallRule[]): boolean {
  const key = (rules: readonly (FirewallRule | null)[]) => rules.map((rule) => JSON.stringify(rule)).sort();
  return JSON.stringify(key(seen)) === JSON.stringify(key(wanted));
}

function nft(context: AgentContext, args: readonly string[], input?: string): Promise<CommandResult> {
  return runTool(context.hardening.loopbackFirewall.program, args, input);
}
