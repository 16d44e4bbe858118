import type { AgentContext } from "#agent/context/context.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** Two throwaway tenants, one of which gets a hole towards the other. */
export type Pair = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly source: TenantRecord;
  readonly target: TenantRecord;
  readonly targetLayout: TenantLayout;
  /** Present while both Gateways run; starts the target's again. */
  readonly restartTarget?: () => Promise<void>;
  /** Present while both Gateways run; starts the source's again. */
  readonly restartSource?: () => Promise<void>;
  readonly sourceLayout: TenantLayout;
};

/**
 * How the pair is set up while the hole is there. `bare`: OS users and files
 * alone, both stopped · `one-network`: with everything that the host can give
 * but networks of their own, both stopped · `hardened`: with everything, both
 * stopped · `running`: bare, with both Gateways running ·
 * `neighbour`: one runs, bare but behind its firewall; the
 * other is stopped, with everything but a network of its own.
 */
export const stages = ["bare", "one-network", "hardened", "running", "neighbour"] as const;
export type Stage = (typeof stages)[number];

/** One hole in a boundary. Which probes must see it, and no other, stands in their records. */
export type Leak = {
  /** What is planted, for an operator. */
  readonly title: string;
  readonly stage: Stage;
  /** How tenants' processes protect what they leave behind; 077 when left out, so that only the hole opens it. */
  readonly umask?: number;
  /** Why this host leaves no place for the hole; null when it does. */
  unavailable?(context: AgentContext): Promise<string | null>;
  /**
   * Makes the hole; the answer closes it again.
   *
   * @throws NotPlantable when it turns out that there is no place for it
   */
  plant(pair: Pair): Promise<() => Promise<void>>;
};

export class NotPlantable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotPlantable";
  }
}
