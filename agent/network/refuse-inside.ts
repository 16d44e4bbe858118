import { existsSync } from "node:fs";
import type { AgentContext } from "#agent/context/context.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { listHostAddresses } from "./host-addresses.ts";
import {
  holdsEverywhere,
  type InsideRule,
  insideRules,
  ofFamily,
  readInsideRules,
  renderInsideRules,
  sameInsideRules,
} from "./inside-rules.ts";
import { networkName } from "./network-place.ts";
import type { Refusals } from "./refusals.ts";
import type { SeenRules } from "./refuse-on-host.ts";
import { notRefused, runTool } from "./run-tool.ts";

/**
 * Puts the rules into a tenant's network, which is there.
 *
 * @throws AgentFailure START_FAILED
 */
export async function refuseInside(context: AgentContext, slug: Slug, refusals: Refusals): Promise<void> {
  const wanted = await wantedInside(context, refusals);
  if (wanted === null) throw notRefused("the host's own addresses can't be read", { stderr: "" });
  for (const family of families()) {
    const seen = (await listInside(context, slug, family)) ?? [];
    const result = await ip(
      context,
      [`-${family}`, "-n", networkName(slug), "-batch", "-"],
      renderInsideRules(seen, ofFamily(wanted, family)),
    );
    if (result.exitCode !== 0) throw notRefused("ip refused its rules", result);
  }
}

/** Takes the rules out of a tenant's network, which goes on; for who wants to see whether that is noticed. */
export async function removeInside(context: AgentContext, slug: Slug): Promise<void> {
  for (const family of families()) {
    const seen = (await listInside(context, slug, family)) ?? [];
    await ip(context, [`-${family}`, "-n", networkName(slug), "-batch", "-"], renderInsideRules(seen, []));
  }
}

/** What is in force in a tenant's network for the addresses that the host has now; nothing is changed. */
export async function seeInside(context: AgentContext, slug: Slug, refusals: Refusals): Promise<SeenRules> {
  const wanted = await wantedInside(context, refusals);
  const listed = await Promise.all(families().map((family) => listInside(context, slug, family)));
  const seen = listed.filter((rules) => rules !== null);
  if (wanted === null || seen.length < listed.length) return "unreadable";
  if (sameInsideRules(seen.flat(), wanted)) return "in-force";
  return holdsEverywhere(seen.flat(), wanted) ? "outdated" : "missing";
}

async function wantedInside(context: AgentContext, refusals: Refusals): Promise<InsideRule[] | null> {
  const addresses = await listHostAddresses(context.hardening.networkNamespace.program);
  if (addresses === null) return null;
  return families().flatMap((family) => ofFamily(insideRules(refusals, addresses), family));
}

async function listInside(context: AgentContext, slug: Slug, family: 4 | 6): Promise<InsideRule[] | null> {
  const result = await ip(context, [`-${family}`, "-n", networkName(slug), "-j", "rule"]);
  if (result.exitCode !== 0) return null;
  try {
    return readInsideRules(result.stdout);
  } catch {
    return null;
  }
}

/** A host without IPv6 has no rules for it either. */
function families(): readonly (4 | 6)[] {
  return existsSync("/proc/net/if_inet6") ? [4, 6] : [4];
}

function ip(context: AgentContext, args: readonly string[], input?: string) {
  return runTool(context.hardening.networkNamespace.program, args, input);
}
