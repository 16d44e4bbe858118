import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";

/** What one more tenant of a rung costs on a host. Sizes in bytes. */
export type RungCostDto = {
  readonly rung: GatewayRung;
  readonly isAvailable: boolean;
  /** Why not, or what is weaker about it. */
  readonly note: string;
  readonly memoryAtStartBytes: number;
  readonly memorySettledBytes: number;
  readonly diskBytes: number;
  readonly ports: number;
  /** How many more tenants fit, and what runs out first. */
  readonly room: number;
  readonly limitedBy: "memory" | "disk" | "ports";
};

export type HostDto = {
  readonly id: string;
  readonly name: string;
  readonly isReachable: boolean;
  /** Another agent answers in its place: it takes no tenants, and its own can be moved. */
  readonly isReplaced: boolean;
  /** What is wrong and what to do, when it can't be reached. */
  readonly problem: { readonly message: string; readonly nextStep: string } | null;
  /** What is wrong with its clock and what to do; null while nothing is. */
  readonly clockProblem: { readonly message: string; readonly nextStep: string } | null;
  readonly lastSeenAt: string | null;
  /** Live when reachable, else the last known. */
  readonly facts: HostFacts;
  readonly tenantCount: number;
  /** Its tenants are tried against each other by themselves after a change. */
  readonly probesAfterChange: boolean;
  readonly ports: {
    readonly first: number;
    readonly last: number;
    readonly blocksTotal: number;
    readonly blocksUsed: number;
  };
  readonly costs: readonly RungCostDto[];
};
