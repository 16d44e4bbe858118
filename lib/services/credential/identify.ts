import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { identityKey } from "#lib/domain/channel/channel-field.ts";
import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { Identified } from "#lib/host-agent/contract/secrets.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/** Asks the provider through the host whose secret this is; null where there is nothing to ask. */
export async function askIdentity(
  hostId: string,
  kind: ChannelKind,
  secrets: Readonly<Record<string, string>>,
): Promise<Identified | null> {
  const key = identityKey(kind);
  if (key === null || !(key in secrets)) return null;
  return askAgent(hostId, "channel.identify", { kind, secrets });
}

/**
 * The name that goes into the record, null where it isn't verified.
 *
 * @throws ServiceError INVALID when the provider refuses the secret
 */
export async function identify(
  hostId: string,
  kind: ChannelKind,
  secrets: Readonly<Record<string, string>>,
): Promise<string | null> {
  const answer = await askIdentity(hostId, kind, secrets);
  if (answer?.state === "refused") {
    throw new ServiceError("INVALID", answer.reason, {
      nextStep: "Copy the secret again from the provider.",
      fields: { [identityKey(kind) ?? ""]: answer.reason },
    });
  }
  return answer?.state === "identified" ? `${answer.name} (${answer.id})` : null;
}
