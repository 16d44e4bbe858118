import type { LiveProcess } from "#agent/proc/read-process.ts";
import type { ProcessIdentity, TenantRecord } from "#agent/registry/tenant-record.ts";
import type { ProcessExit } from "./exit-reason.ts";

export type SpawnedGateway = {
  readonly identity: ProcessIdentity;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<ProcessExit>;
};

/**
 * How Gateways run on this host. A driver knows processes, not desires: it
 * never starts or ends anything that it wasn't told to.
 */
export type GatewayDriver = {
  /**
   * Makes the tenant's network ready, starts the Gateway's process and returns
   * as soon as that exists. The process outlives the agent.
   *
   * @throws AgentFailure RUNTIME_MISSING, DISK_FULL or START_FAILED; then nothing runs
   */
  spawn(tenant: TenantRecord): Promise<SpawnedGateway>;
  /** A running Gateway of this tenant, whether recorded or not: the agent may have died before it wrote it down. */
  findOrphan(tenant: TenantRecord): ProcessIdentity | null;
  /** The process while it lives; null when it ended, even if another one has its pid. */
  read(identity: ProcessIdentity): LiveProcess | null;
  /**
   * Every process inside the tenant's boundary: the Gateway's session and what
   * left it. What the agent itself runs in the boundary, such as an audit, is not among them.
   */
  members(tenant: TenantRecord, identity: ProcessIdentity | null): LiveProcess[];
  /** Signals the Gateway's process group. No-op when the Gateway is gone. */
  signal(identity: ProcessIdentity, signal: NodeJS.Signals): void;
  /** Ends what connects the tenant's own network with the host. No-op where it has none. Only once its Gateway is gone. */
  shut(tenant: TenantRecord): Promise<void>;
  /** True when that, or the network's name, is gone and has to be put back. Cheap. */
  needsMending(tenant: TenantRecord, identity: ProcessIdentity | null): boolean;
  /** Puts it back without touching the Gateway. Answers whether it had to. */
  mend(tenant: TenantRecord, identity: ProcessIdentity | null): Promise<boolean>;
  /** SIGKILL to one process found by `members`, if it is still the same one. */
  killMember(member: LiveProcess): void;
};
