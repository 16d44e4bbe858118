import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import { nothingSeen, type SeenBoundary } from "./seen-boundary.ts";

export const residualRiskIds = [
  "shared-os-user",
  "operator-trusted",
  "shared-kernel",
  "loopback",
  "gateway-port",
  "egress-open",
  "egress-internet",
  "plain-tokens",
] as const;
type ResidualRiskId = (typeof residualRiskIds)[number];

/** Something that no verdict of the checklist covers; written down and shown with every report. */
export type ResidualRisk = {
  readonly id: ResidualRiskId;
  readonly title: string;
  /** For an operator. */
  readonly text: string;
  /** For a buyer: no jargon. */
  readonly buyerText: string;
};

const words: Readonly<Record<ResidualRiskId, Omit<ResidualRisk, "id">>> = {
  "shared-os-user": {
    title: "No OS user of its own",
    text: "A tenant that runs as the same OS user can read this one's files, token and memory. For cooperative tenants only.",
    buyerText:
      "This client's assistant runs under a system account that is not its own. It suits only clients who trust each other.",
  },
  "operator-trusted": {
    title: "Host and operator are trusted",
    text: "Whoever administers the host can read every tenant.",
    buyerText: "The agency's administrators can read everything on this server.",
  },
  "shared-kernel": {
    title: "Shared kernel",
    text: "Tenants share one Linux kernel, its memory and its processors. A kernel flaw breaks every wall.",
    buyerText: "Clients on this server share its operating system. A flaw in it could break the separation.",
  },
  loopback: {
    title: "Shared loopback network",
    text: "A tenant's processes can reach another's ports on this host. What keeps them out is the Gateway's token, not the network.",
    buyerText:
      "Clients on this server share its internal network; passwords, not walls, guard the doors there.",
  },
  "gateway-port": {
    title: "Its port on the host's loopback",
    text: "The tenant's network is its own, and the Gateway's port is forwarded into it from the host's loopback. Whoever shares that can connect, or take the port while the Gateway is stopped: what keeps them out is the Gateway's token.",
    buyerText:
      "This client's internal network is its own, but for one door from the server, which a password guards and no wall.",
  },
  "egress-open": {
    title: "Outbound network is open",
    text: "Nothing limits where a tenant's tools may connect to, programs of this host and a cloud's metadata service included.",
    buyerText: "Where the assistant may connect to is not limited, on the internet or on this server.",
  },
  "egress-internet": {
    title: "Outbound network is open",
    text: "Nothing limits where on the internet a tenant's tools may connect to. This host's own addresses and a cloud's metadata service are refused.",
    buyerText: "Where the assistant may connect to on the internet is not limited.",
  },
  "plain-tokens": {
    title: "Tokens in plain SQLite",
    text: "OpenClaw keeps OAuth tokens and keys unencrypted in the state directory; a backup of it is a credential.",
    buyerText: "Access keys are stored unencrypted inside this client's own area, and in its backups.",
  },
};

/**
 * The risks that hold for a tenant whatever the verdicts, weightiest first.
 *
 * @param rung says whose OS user it is where that wasn't measured
 * @param seen what was seen in force; what wasn't seen doesn't isolate
 */
export function residualRisks(rung: GatewayRung, seen: SeenBoundary = nothingSeen): readonly ResidualRisk[] {
  const { isNetworkOwn } = seen;
  const hasOwnUser = seen.hasOwnUser ?? rung !== "profile";
  // The firewall tells users apart: it keeps out nobody who runs as the same one.
  const isGuarded = seen.isFirewalled && hasOwnUser;
  const ids: readonly ResidualRiskId[] = [
    ...(hasOwnUser ? [] : (["shared-os-user"] as const)),
    "operator-trusted",
    "shared-kernel",
    ...(isGuarded ? [] : [isNetworkOwn ? ("gateway-port" as const) : ("loopback" as const)]),
    isNetworkOwn ? "egress-internet" : "egress-open",
    "plain-tokens",
  ];
  return ids.map(residualRisk);
}

export function residualRisk(id: ResidualRiskId): ResidualRisk {
  return { id, ...words[id] };
}
