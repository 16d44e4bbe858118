import type { AgentContext } from "#agent/context/context.ts";
import { listFirewall, wantedRules } from "#agent/network/firewall.ts";
import { rulesFor, tableName } from "#agent/network/firewall-rules.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Seen } from "./seen.ts";

export async function seeFirewall(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  { slug, uid, basePort }: TenantRecord,
): Promise<Seen> {
  const seen = await listFirewall(context);
  if (seen === null) {
    const isGivable = context.hardening.loopbackFirewall.isAvailable;
    // Where nothing can put rules up there are none.
    return isGivable
      ? { observed: "unknown", how: "The rules in force can't be read." }
      : { observed: "off", how: "" };
  }
  const keyed = new Set(seen.map((rule) => JSON.stringify(rule)));
  const isThere = rulesFor([{ slug, uid, base: basePort }]).every((rule) => keyed.has(JSON.stringify(rule)));
  const isTouched = seen.length > wantedRules(context, registry).length;
  // A rule that isn't ours could let through what ours refuse.
  if (seen.includes(null)) {
    const table = tableName(context.installationId);
    return {
      observed: "off",
      how: `Rules that are not Bulkhead's stand in its table ${table}, or it is switched off.`,
    };
  }
  const how = `The rules that nftables has in force${isTouched ? ", which somebody changed" : ""}.`;
  return { observed: isThere ? "on" : "off", how };
}
