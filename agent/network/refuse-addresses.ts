import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Forwarding } from "./forwarder-command.ts";
import { type Refusals, resolversOf } from "./refusals.ts";
import { refuseInside, seeInside } from "./refuse-inside.ts";
import { refuseOnHost, removeFromHost, type SeenRules, seeOnHost } from "./refuse-on-host.ts";

type Owner = Pick<TenantRecord, "slug" | "uid">;

/** What is seen of what a tenant's network is refused; null for a layer that this host can't give. */
export type SeenRefusals = { readonly onHost: SeenRules | null; readonly inside: SeenRules | null };

/** Longer than this nobody trusts that the rules are still there: whoever loads a firewall of their own often clears everybody's. */
const trustedMs = 60_000;
const lastEnsured = new Map<number, { readonly key: string; readonly atMs: number }>();

/**
 * Makes a tenant's network be refused what it has to be refused, on the host
 * and inside; the network is there. No-op where everything is in force.
 *
 * @returns whether anything was open; that the host's addresses changed, and the rules inside with them, is nothing to tell
 * @throws AgentFailure START_FAILED with the host's own words
 */
export async function ensureRefusals(
  context: AgentContext,
  owner: Owner,
  forwarding: Forwarding,
): Promise<boolean> {
  const refusals = refusalsOf(context, owner, forwarding);
  const { onHost, inside } = await seeRefusals(context, owner, forwarding);
  if (inside !== null && inside !== "in-force") await refuseInside(context, owner.slug, refusals);
  if (onHost !== null && onHost !== "in-force") await refuseOnHost(context, refusals);
  lastEnsured.set(owner.uid, { key: JSON.stringify(refusals), atMs: performance.now() });
  return [onHost, inside].some((seen) => seen === "missing" || seen === "unreadable");
}

/** True when they must be looked at again: something else is to be refused now, or the last look is long ago. Cheap. */
export function mayNeedRefusals(context: AgentContext, owner: Owner, forwarding: Forwarding): boolean {
  const last = lastEnsured.get(owner.uid);
  if (last === undefined || performance.now() - last.atMs > trustedMs) return true;
  return last.key !== JSON.stringify(refusalsOf(context, owner, forwarding));
}

/** Takes a tenant's rules off the host. Those inside go with the network. No-op when there are none. */
export async function removeRefusals(context: AgentContext, { uid }: Pick<Owner, "uid">): Promise<void> {
  lastEnsured.delete(uid);
  await removeFromHost(context, uid);
}

/** Looks at both layers; nothing is changed. */
export async function seeRefusals(
  context: AgentContext,
  owner: Owner,
  forwarding: Forwarding,
): Promise<SeenRefusals> {
  const refusals = refusalsOf(context, owner, forwarding);
  const { refusesOnHost, refusesInside } = context.hardening.networkNamespace;
  const [onHost, inside] = await Promise.all([
    refusesOnHost ? seeOnHost(context, refusals) : null,
    refusesInside ? seeInside(context, owner.slug, refusals) : null,
  ]);
  return { onHost, inside };
}

function refusalsOf(
  context: Pick<AgentContext, "hardening">,
  { uid }: Pick<Owner, "uid">,
  { inward, outward, named = [] }: Forwarding,
): Refusals {
  // The port that leads inward is the tenant's own, also for its user on the host.
  const ports = inward === null ? outward : [...outward, inward];
  return { uid, resolvers: resolversOf(context), ports, named };
}
