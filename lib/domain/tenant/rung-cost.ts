import type { Rung } from "./rung.ts";

/** What one more tenant takes from its host; measured with OpenClaw 2026.9.6 on Linux. */
export type RungCost = {
  readonly settledMemoryBytes: number;
  readonly startMemoryBytes: number;
  readonly diskBytes: number;
  readonly ports: number;
  readonly summary: string;
};

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const ownGateway = {
  settledMemoryBytes: 0.6 * gib,
  startMemoryBytes: 0.85 * gib,
  diskBytes: 64 * mib,
  ports: 120,
};

export const rungCosts: Record<Rung, RungCost> = {
  "shared-gateway": {
    settledMemoryBytes: 0,
    startMemoryBytes: 0,
    diskBytes: 8 * mib,
    ports: 0,
    summary: "An agent in an existing Gateway: hardly any memory, no ports.",
  },
  profile: {
    ...ownGateway,
    summary: "A Gateway process of its own and 120 ports, under an OS user that it shares.",
  },
  "os-user": { ...ownGateway, summary: "A Gateway process, 120 ports and an OS user of its own." },
  container: { ...ownGateway, summary: "A Gateway process in a container of its own, and 120 ports." },
  host: {
    ...ownGateway,
    ports: 0,
    summary: "A machine of its own, with an agent and a runtime of its own (about 1 GB of disk).",
  },
};

/** How many more Gateways fit into the memory that is free now, by their need at start. */
export function gatewaysThatFit(memoryAvailableBytes: number): number {
  return Math.max(0, Math.floor(memoryAvailableBytes / ownGateway.startMemoryBytes));
}
