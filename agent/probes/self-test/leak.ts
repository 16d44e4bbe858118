import type { TenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";

/** Two throwaway tenants, one of which gets a hole towards the other. */
export type Pair = {
  readonly context: AgentContext;
  readonly registry: Pick<Registry, "update" | "require">;
  readonly source: TenantRecord;
  readonly target: TenantRecord;
  readonly targetLayout: TenantLayout;
  /** Present while both Gateways run; starts the target's again. */
  readonly restartTarget?: () => Promise<void>;
  readonly sourceLayout: TenantLayout;
};

/** One hole in a boundary, and which probes must see it. */
export type Leak = {
  readonly id: string;
  readonly title: string;
  /** Probes of source → target that turn red, and no other. */
  readonly expected: readonly ProbeId[];
  /** Probes of target → source that turn red too, where the hole is no one-way street. */
  readonly expectedBack?: readonly ProbeId[];
  readonly needsGateways?: boolean;
  /**
   * Makes the hole; the answer closes it again.
   *
   * @throws NotPlantable when this host or its hardening leaves no place for it
   */
  plant(pair: Pair): Promise<() => Promise<void>>;
};

export class NotPlantable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotPlantable";
  }
}
