import type { GatewayRung } from "#lib/domain/tenant/rung.ts";

export const residualRiskIds = [
  "shared-os-user",
  "operator-trusted",
  "shared-kernel",
  "loopback",
  "egress-open",
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

const always: readonly ResidualRisk[] = [
  {
    id: "operator-trusted",
    title: "Host and operator are trusted",
    text: "Whoever administers the host can read every tenant.",
    buyerText: "The agency's administrators can read everything on this server.",
  },
  {
    id: "shared-kernel",
    title: "Shared kernel",
    text: "Tenants share one Linux kernel, its memory and its processors. A kernel flaw breaks every wall.",
    buyerText: "Clients on this server share its operating system. A flaw in it could break the separation.",
  },
  {
    id: "loopback",
    title: "Shared loopback network",
    text: "A tenant's processes can reach another's ports on this host. What keeps them out is the Gateway's token, not the network.",
    buyerText:
      "Clients on this server share its internal network; passwords, not walls, guard the doors there.",
  },
  {
    id: "egress-open",
    title: "Outbound network is open",
    text: "Nothing limits where a tenant's tools may connect to.",
    buyerText: "Where the assistant may connect to on the internet is not limited.",
  },
  {
    id: "plain-tokens",
    title: "Tokens in plain SQLite",
    text: "OpenClaw keeps OAuth tokens and keys unencrypted in the state directory; a backup of it is a credential.",
    buyerText: "Access keys are stored unencrypted inside this client's own area, and in its backups.",
  },
];

const sharedUser: ResidualRisk = {
  id: "shared-os-user",
  title: "One OS user for several tenants",
  text: "Rung profile: another tenant's processes can read this one's files, token and memory. For cooperative tenants only.",
  buyerText:
    "This client's assistant runs under the same system account as others. It suits only clients who trust each other.",
};

/**
 * The risks that hold at a rung whatever the verdicts, weightiest first.
 *
 * @param seen what was seen in force; a firewall that wasn't seen counts as none
 */
export function residualRisks(
  rung: GatewayRung,
  seen: { readonly isLoopbackFirewalled: boolean } = { isLoopbackFirewalled: false },
): readonly ResidualRisk[] {
  if (rung === "profile") return [sharedUser, ...always];
  return seen.isLoopbackFirewalled ? always.filter(({ id }) => id !== "loopback") : always;
}

/** @throws when there is no risk of that name */
export function residualRisk(id: ResidualRiskId): ResidualRisk {
  const risk = [sharedUser, ...always].find((one) => one.id === id);
  if (risk === undefined) throw new Error(`There is no residual risk "${id}".`);
  return risk;
}
