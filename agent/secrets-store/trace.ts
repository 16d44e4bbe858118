import type { AgentContext } from "#agent/context/context.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import { lastFourOf } from "#lib/domain/credential/last-four.ts";
import type { SecretTrace } from "#lib/host-agent/contract/secrets.ts";

/** What may be known of a secret. Spaces around it don't count: nobody types them on purpose. */
export function traceOf(context: Pick<AgentContext, "fingerprintKey">, value: string): SecretTrace {
  const secret = value.trim();
  return { fingerprint: fingerprint(context.fingerprintKey, secret), lastFour: lastFourOf(secret) };
}
