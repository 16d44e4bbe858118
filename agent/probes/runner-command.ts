import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { networkPlace } from "#agent/network/network-place.ts";
import { networkAt } from "#agent/proc/network-of.ts";
import { whereaboutsOf } from "#agent/proc/whereabouts.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/**
 * How to run a program of ours inside a tenant's boundary: as the boundary
 * would run OpenClaw, with OpenClaw replaced by it. Where the Gateway runs,
 * the boundary is made once more, of what that very process is seen to have,
 * whatever it was started with. It is never entered: root would then run what
 * stands there under a name, and the tenant may have put it there.
 *
 * @throws Error where what runs in its place isn't in the boundary that Bulkhead made
 */
export function runnerCommand(context: AgentContext, tenant: TenantRecord, main: string): BoundaryCommand {
  const process = hostProcessOf(tenant.process);
  const place = process?.bootId === context.bootId ? whereaboutsOf(process) : null;
  if (place === null) return boundaryOf(context, tenant).exec.program([main]);
  if (!place.isOurs) throw new Error(place.reason);
  const { shape, network } = place;
  if (shape.hasView && !context.hardening.privateView.program)
    throw new Error("Its Gateway has a private view, and this host can't make one any more.");
  if (shape.hasFilter && !context.hardening.kernelFilter.isAvailable)
    throw new Error("Its Gateway has a kernel filter, and this host can't make one any more.");
  // The watch gives the network its name again; until then nothing leads there but the Gateway itself.
  if (shape.hasNetwork && networkAt(networkPlace(tenant.slug)) !== network)
    throw new Error("The network that its Gateway is in has lost its name. Try again in a moment.");
  return boundaryOf(context, tenant).exec.program([main], { shape });
}
