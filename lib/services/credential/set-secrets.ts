import type { Slug } from "#lib/domain/tenant/slug.ts";
import { AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Reload } from "#lib/host-agent/contract/secrets.ts";
import type { EnteredTrace, SecretOnItsWay } from "./entered-secret.ts";

/** How long the host may take for each secret, in milliseconds. */
const setTimeoutMs = 30_000;

/** How long it may take for several. */
export function timeoutFor(secrets: readonly unknown[]): number {
  return secrets.length * setTimeoutMs;
}

type Order = {
  readonly slug: Slug;
  readonly changeId: string;
  /** Where they may be sent; null where that stays as it is. */
  readonly address: string | null;
};

/**
 * Puts secrets on a tenant's host, one after the other.
 *
 * @returns whether the running Gateway was told, for each
 * @throws AgentUnreachable `wasSent` also when the host refuses one after it took another
 */
export async function setSecrets(
  agent: AgentClient,
  { slug, changeId, address }: Order,
  secrets: readonly SecretOnItsWay[],
): Promise<Reload[]> {
  const reloads: Reload[] = [];
  for (const { pointer, value, trace } of secrets) {
    const request = { slug, changeId, name: pointer, value, ...(address !== null && { address }) };
    try {
      const stored = await agent.call("secrets.set", request, { timeoutMs: setTimeoutMs });
      if (stored.fingerprint !== trace.fingerprint)
        throw new Error("The host stored another secret than it was given.");
      reloads.push(stored.reload);
    } catch (cause) {
      if (reloads.length === 0) throw cause;
      const why = cause instanceof Error ? cause.message : "";
      throw new AgentUnreachable(`Only a part of it was stored. ${why}`, { cause, wasSent: true });
    }
  }
  return reloads;
}

/** Those of the secrets that were entered which are in their places on the host now; null for none. */
export async function seeSecrets(agent: AgentClient, slug: Slug, entered: readonly EnteredTrace[]) {
  const { secrets } = await agent.call("secrets.list", { slug });
  const now = new Map(secrets.map(({ name, fingerprint }) => [name, fingerprint]));
  const stored = entered.filter(({ pointer, fingerprint }) => now.get(pointer) === fingerprint);
  return stored.length === 0 ? null : { facts: stored, isWhole: stored.length === entered.length };
}
