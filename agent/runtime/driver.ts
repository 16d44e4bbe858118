import type { LiveProcess } from "#agent/proc/read-process.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ProcessExit } from "./exit-reason.ts";

export type SpawnedGateway = {
  readonly handle: GatewayHandle;
  /** Settles when the Gateway has ended; never rejects. */
  readonly exited: Promise<ProcessExit>;
};

/** What may be said of a Gateway, whether it still runs or not. */
export type GatewayFacts = {
  /** Names it in a sentence, such as "process 4711". */
  readonly name: string;
  /** Null where it is no process of this host. */
  readonly pid: number | null;
  readonly uid: number | null;
  readonly startedAt: Date;
  /** False when the host was restarted since. */
  readonly isOfThisBoot: boolean;
};

/** What a driver can do; what it can't is not asked of it. */
export type DriverCapabilities = {
  /** Finds Gateways that were started and never written down. */
  readonly findsOrphans: boolean;
  /** Gives tenants networks of their own, which can lose what connects them with the host. */
  readonly mendsNetworks: boolean;
};

/**
 * How Gateways run. A driver knows Gateways by handles that it alone looks
 * into. It knows no desires: it never starts or ends anything that it wasn't
 * told to.
 */
export type GatewayDriver = {
  readonly capabilities: DriverCapabilities;
  /**
   * Makes the tenant's network ready, starts the Gateway and returns as soon
   * as its process exists. It outlives the agent.
   *
   * @throws AgentFailure RUNTIME_MISSING, DISK_FULL or START_FAILED; then nothing runs
   */
  spawn(tenant: TenantRecord): Promise<SpawnedGateway>;
  /** A running Gateway of this tenant, whether recorded or not: the agent may have died before it wrote it down. */
  findOrphan(tenant: TenantRecord): GatewayHandle | null;
  /** True while that very Gateway runs, and not another that has its number. */
  isRunning(gateway: GatewayHandle): boolean;
  isSame(a: GatewayHandle | null, b: GatewayHandle | null): boolean;
  describe(gateway: GatewayHandle): GatewayFacts;
  /** How long ago it was started, whatever the host's clock was set to meanwhile; without end for one of an earlier boot. */
  ageMs(gateway: GatewayHandle): number;
  /** Resident memory of everything that it started, in bytes. Pages that its processes share are counted in each. */
  memoryOf(gateway: GatewayHandle, processes: readonly LiveProcess[]): number;
  /**
   * Every process inside the tenant's boundary: the Gateway's session and what
   * left it. What the agent itself runs in the boundary, such as an audit, is not among them.
   */
  members(tenant: TenantRecord, gateway: GatewayHandle | null): LiveProcess[];
  /** Signals the Gateway and what belongs to it. No-op when it is gone. */
  signal(gateway: GatewayHandle, signal: NodeJS.Signals): void;
  /** Ends what connects the tenant's own network with the host. No-op where it has none. Only once its Gateway is gone. */
  shut(tenant: TenantRecord): Promise<void>;
  /** True when that, or the network's name, is gone and has to be put back. Cheap. */
  needsMending(tenant: TenantRecord, gateway: GatewayHandle | null): boolean;
  /** Puts it back without touching the Gateway. Answers whether it had to. */
  mend(tenant: TenantRecord, gateway: GatewayHandle | null): Promise<boolean>;
  /** SIGKILL to one process found by `members`, if it is still the same one. */
  killMember(member: LiveProcess): void;
};
