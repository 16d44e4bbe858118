import { askAgent } from "#lib/agent-calls/host-agent.ts";
import type { Host } from "#lib/db/generated/client.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/** What was just asked, so that many screens at once ask the host once. */
const cacheMs = 3_000;
const answers = new Map<string, { readonly at: number; readonly facts: Promise<LiveFacts> }>();

export type LiveFacts =
  | { readonly isReachable: true; readonly facts: HostFacts }
  | {
      readonly isReachable: false;
      readonly problem: { readonly message: string; readonly nextStep: string };
    };

/** The host's facts as of now, or why they can't be had; never throws for a host that is away. */
export function liveFacts(host: Host, now = Date.now()): Promise<LiveFacts> {
  const known = answers.get(host.id);
  if (known !== undefined && now - known.at < cacheMs) return known.facts;
  const facts = askForFacts(host.id);
  answers.set(host.id, { at: now, facts });
  return facts;
}

async function askForFacts(hostId: string): Promise<LiveFacts> {
  try {
    return { isReachable: true, facts: await askAgent(hostId, "host.facts", {}, { timeoutMs: 5_000 }) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return {
      isReachable: false,
      problem: { message: error.message, nextStep: error.nextStep ?? "Try again in a moment." },
    };
  }
}
