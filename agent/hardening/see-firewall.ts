import type { AgentContext } from "#agent/context.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { listFirewall, wantedRules } from "./firewall.ts";
import { rulesFor } from "./firewall-rules.ts";
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
  const isTouched = seen.includes(null) || seen.length > wantedRules(context, registry).length;
  // A rule that isn't ours could let through what ours refuse.
  if (isThere && seen.includes(null))
    return { observed: "unknown", how: "Somebody else's rules are in Bulkhead's table." };
  const how = `The rules that nftables has in force${isTouched ? ", which somebody changed" : ""}.`;
  return { observed: isThere ? "on" : "off", how };
}
