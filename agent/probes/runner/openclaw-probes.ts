import { digest, type Finding, proofOf, reached, refused, unmeasured } from "./finding.ts";
import type { OwnGateway } from "./own-gateway.ts";
import type { AttemptTarget } from "./protocol.ts";
import { isSelf, type TargetProbe, workspaceCanary } from "./runner-probe.ts";

/** What goes through the source's own Gateway. */
export const openclawProbes = {
  "openclaw.read": ({ places }, { gateway }) =>
    typeof gateway === "string" ? null : gateway.list(places.workspace),
  "openclaw.agent-turn": (target, { gateway, hasScriptedModel }) => {
    if (typeof gateway === "string" || !hasScriptedModel) return null;
    const canary = workspaceCanary(target);
    return canary === null ? unmeasured("nothing", "It has no canary.") : gateway.turn(canary);
  },
  "gateway.session-key": (target, source) => {
    const { gateway } = source;
    if (typeof gateway === "string" || target.conversation === null) return null;
    return tryConversation(gateway, target, target.conversation, isSelf(target, source));
  },
} as const satisfies Readonly<Record<string, TargetProbe>>;

/**
 * The other's key at the own Gateway, which may know the key and must answer
 * with what is its own. The other way, the own key at the other's Gateway,
 * goes with the tokens that are tried there.
 */
async function tryConversation(
  own: OwnGateway,
  { sessions, seal }: AttemptTarget,
  conversation: string,
  isOwn: boolean,
): Promise<Finding> {
  const read = await own.read(conversation);
  if (isOwn || read.outcome === "unmeasured") return read;
  const proof = proofOf(read);
  if (proof !== null && digest(proof) === seal)
    return reached("Its own Gateway told what the other's conversation holds.", proof);
  const served = await own.sessions();
  if (sessions === null || served === null)
    return unmeasured("silence", "The sessions of the two Gateways could not be compared.");
  const shared = sessions.filter((session) => served.includes(session));
  if (shared.length > 0) return reached(`Its Gateway serves ${shared.length} of the other's conversations.`);
  return read.outcome === "reached"
    ? refused("another", "Under the other's key its Gateway has a conversation of its own.")
    : read;
}
