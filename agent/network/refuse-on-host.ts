import type { AgentContext } from "#agent/context/context.ts";
import { expectedEgress, readEgress, renderEgress } from "./egress-rules.ts";
import { tableName } from "./firewall-rules.ts";
import type { Refusals } from "./refusals.ts";
import { notRefused, runTool } from "./run-tool.ts";

/** `outdated`: all that is refused on every host, and of this host's own addresses not exactly those that it has now. */
export type SeenRules = "in-force" | "outdated" | "missing" | "unreadable";

/** The table of one tenant's network. Of its own, so that it is there before what forwards and changes with it alone. */
function tableOf({ installationId }: Pick<AgentContext, "installationId">, uid: number): string {
  return `${tableName(installationId)}_${uid}`;
}

/** @throws AgentFailure START_FAILED; what was in force before still is */
export async function refuseOnHost(context: AgentContext, refusals: Refusals): Promise<void> {
  const script = renderEgress(tableOf(context, refusals.uid), refusals);
  const result = await nft(context, ["-f", "-"], script);
  if (result.exitCode !== 0) throw notRefused("nftables refused its rules", result);
}

/** What the host's firewall has in force for a tenant's connections to elsewhere; nothing is changed. */
export async function seeOnHost(context: AgentContext, refusals: Refusals): Promise<SeenRules> {
  const result = await nft(context, ["-j", "list", "table", "inet", tableOf(context, refusals.uid)]);
  if (result.exitCode !== 0) return /No such file/i.test(result.stderr) ? "missing" : "unreadable";
  try {
    const isAsWanted = readEgress(result.stdout).join("\n") === expectedEgress(refusals).join("\n");
    return isAsWanted ? "in-force" : "missing";
  } catch {
    return "unreadable";
  }
}

/** No-op when there are none. */
export async function removeFromHost(context: AgentContext, uid: number): Promise<void> {
  if (context.hardening.loopbackFirewall.program === "") return;
  const table = `table inet ${tableOf(context, uid)}`;
  // Deleting what isn't there fails, so it is made first.
  await nft(context, ["-f", "-"], `${table}\ndelete ${table}\n`);
}

function nft(context: AgentContext, args: readonly string[], input?: string) {
  return runTool(context.hardening.loopbackFirewall.program, args, input);
}
