import type { AgentContext } from "#agent/context/context.ts";
import {
  mendNetwork,
  needsMending,
  openNetwork,
  settleNetwork,
  shutNetwork,
  withWayOut,
} from "#agent/network/tenant-network.ts";
import type { LiveProcess } from "#agent/proc/read-process.ts";
import type { BoundaryShape } from "#agent/proc/whereabouts.ts";
import { type GatewayHandle, hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import {
  type BoundaryCommand,
  type BoundaryOptions,
  boundaryCommand,
  shapeToGive,
} from "./boundary-command.ts";
import { boundaryProgram } from "./boundary-program.ts";
import { ensureTemporaryDirectories } from "./temporary-directories.ts";
import { tenantProcesses } from "./tenant-processes.ts";
import { writeViewAccounts } from "./view-accounts.ts";

/**
 * A tenant's boundary, whatever it is made of. Everything else of the agent
 * runs, looks and connects through this and asks for no rung.
 *
 * A Gateway is null below where none runs.
 */
export type Boundary = {
  /** How to run something inside it, for spawn without a shell. */
  readonly exec: {
    /** OpenClaw itself, such as `["gateway", "run"]`. */
    openclaw(args: readonly string[], options?: BoundaryOptions): BoundaryCommand;
    /** A program of Bulkhead's own, by Node's arguments. What it works on goes in by stdin, never as an argument. */
    program(nodeArguments: readonly string[], options?: BoundaryOptions): BoundaryCommand;
  };
  /** Every process inside it but what the agent itself runs there. */
  processes(gateway: GatewayHandle | null): LiveProcess[];
  readonly view: {
    /** What something that is started now is given. */
    readonly shape: BoundaryShape;
    /** Makes or renews what it is made from: the accounts and the temporary directories that are seen in there. */
    prepare(): Promise<void>;
  };
  readonly network: BoundaryNetwork;
};

type BoundaryNetwork = {
  /** Ready for a Gateway that is about to be started: the host reaches it, and it reaches out. */
  open(): Promise<void>;
  /** Ends what connects it with the host, once its Gateway is gone. */
  shut(): Promise<void>;
  /** Makes it be what it should be: the tenant's own, or none. @returns whether anything had to be changed */
  settle(gateway: GatewayHandle | null): Promise<boolean>;
  /** Cheap enough to ask often. */
  needsMending(gateway: GatewayHandle | null): boolean;
  /** Puts it right without touching the Gateway in it. @returns whether it had to */
  mend(gateway: GatewayHandle | null): Promise<boolean>;
  /** Lets it out while something is done in there that needs the internet. */
  withWayOut<T>(addresses: readonly string[], work: () => Promise<T>): Promise<T>;
};

type MakeBoundary = (context: AgentContext, tenant: TenantRecord) => Boundary;

/** A user, and namespaces made by the agent, on this host itself. */
const onThisHost: MakeBoundary = (context, tenant) => ({
  exec: {
    openclaw: (args, options) => boundaryCommand(context, tenant, args, options),
    program: (nodeArguments, options) => boundaryProgram(context, tenant, nodeArguments, options),
  },
  processes: (gateway) => tenantProcesses(context, tenant, hostProcessOf(gateway)),
  view: {
    shape: shapeToGive(context, tenant),
    async prepare() {
      await writeViewAccounts(tenant);
      await ensureTemporaryDirectories(tenant);
    },
  },
  network: {
    open: () => openNetwork(context, tenant),
    shut: () => shutNetwork(context, tenant),
    settle: (gateway) => settleNetwork(context, tenant, hostProcessOf(gateway)),
    needsMending: (gateway) => needsMending(context, tenant, hostProcessOf(gateway)),
    mend: (gateway) => mendNetwork(context, tenant, hostProcessOf(gateway)),
    withWayOut: (addresses, work) => withWayOut(context, tenant, addresses, work),
  },
});

const makers: Readonly<Record<GatewayRung, MakeBoundary>> = {
  profile: onThisHost,
  "os-user": onThisHost,
};

/** The boundary of a tenant as its record asks for it now. */
export function boundaryOf(context: AgentContext, tenant: TenantRecord): Boundary {
  return makers[tenant.rung](context, tenant);
}
