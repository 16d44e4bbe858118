import type { ProbeId } from "../probe.ts";
import { firewall, ownUser, type ProbeDescription } from "./probe-description.ts";

export const gatewayCatalogue: Record<
  Extract<ProbeId, `gateway.${string}` | `openclaw.${string}`>,
  ProbeDescription
> = {
  "gateway.health": {
    family: "gateway",
    attempt: "read version and health of the other tenant's Gateway without a token",
    risk: "Another tenant sees this tenant's version, load and failing channels.",
    remedy: firewall,
  },
  "gateway.http": {
    family: "gateway",
    attempt: "use the other tenant's HTTP interface with no token, its own token and a random one",
    risk: "Another tenant can command this tenant's Gateway.",
    remedy: "Rotate this tenant's token; each tenant needs a token of its own.",
  },
  "gateway.websocket": {
    family: "gateway",
    attempt: "open the other tenant's control connection with no token, its own token and a random one",
    risk: "Another tenant can command this tenant's Gateway, its shell included.",
    remedy: "Rotate this tenant's token; each tenant needs a token of its own.",
  },
  "gateway.session-key": {
    family: "gateway",
    attempt: "use the other tenant's session key at its own Gateway, and its own at the other's",
    risk: "A session of this tenant can be read at another tenant's Gateway.",
    remedy: "Look for a shared state directory or workspace on the checklist.",
  },
  "gateway.openai": {
    family: "gateway",
    attempt: "use the other tenant's OpenAI-compatible interface with its own key",
    risk: "One tenant's key works at another tenant's Gateway.",
    remedy: "Rotate the shared key; issue one key a customer.",
  },
  "gateway.paired-device": {
    family: "gateway",
    attempt: "connect as a device that nobody approved, and as one that was removed",
    risk: "Whoever reaches the port can use a device that survives a change of the token.",
    remedy:
      "Turn silent pairing off (gateway.nodes.pairing.autoApproveLocal: false) and remove unknown devices.",
  },
  "openclaw.read": {
    family: "openclaw",
    attempt: "list the other tenant's workspace through its own Gateway",
    risk: "A tenant's Gateway reads another tenant's files.",
    remedy: ownUser,
  },
  "openclaw.agent-turn": {
    family: "openclaw",
    attempt: "make its assistant read the other tenant's canary with its file and command tools",
    risk: "A tenant's assistant reads another tenant's files.",
    remedy: ownUser,
  },
};
