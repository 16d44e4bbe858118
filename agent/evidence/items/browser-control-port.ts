import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { viewPorts } from "#agent/evidence/sources/view-ports.ts";
import { seeFirewall } from "#agent/hardening/see-firewall.ts";
import type { Seen } from "#agent/hardening/seen.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import { containsPort, lastPort } from "#lib/domain/host/port-block.ts";

/**
 * The browser's control port asks for no password. Whether that opens it to
 * another tenant's user is judged by what is seen of the host: a network that
 * is the Gateway's own, or rules in force that refuse other users.
 */
export async function observeControlPort(draft: Draft, view: TenantView, config: JsonObject): Promise<void> {
  const { gateway, record } = view;
  if (gateway?.network != null) {
    draft.how(`network of ${gateway.name}`);
    draft.fact("Control port", "Only in the tenant's own network");
    return;
  }
  // Its own rules alone are asked for: those of other tenants are no business of this item.
  const firewall = await seeFirewall(view.context, { list: () => [record] }, record);
  draft.how("rules of the host's firewall");
  const outside = portsOutside(view, config);
  const isApart = hasOwnUser(record);
  if (isApart && firewall.observed === "on" && outside.length === 0) {
    const block = { base: record.basePort };
    draft.fact("Control port", `Other users are refused at ports ${block.base}–${lastPort(block)}`);
    return;
  }
  const doubt = doubtOf(view, firewall);
  if (doubt !== null) draft.unmeasured(doubt);
  else draft.defect("open-control-port", why(isApart, firewall, outside), nextStep);
}

const nextStep =
  "Switch the browser off for this tenant, or apply the hardening that gives it a network of its own or closes its ports to other users, and start the Gateway.";

/** Control ports pinned to a place that the rules around the tenant's block don't cover. */
function portsOutside(view: TenantView, config: JsonObject): number[] {
  const block = { base: view.record.basePort };
  const { base, pinned } = viewPorts(view, config);
  const ports = pinned.map(({ port }) => port);
  const derived = base === null ? [] : [base + controlPortOffset];
  return [...new Set([...ports, ...derived])].filter((port) => !containsPort(block, port));
}

/** OpenClaw derives the control port of its browser from the Gateway's. */
const controlPortOffset = 11;

/** Why it can't be told; null where it can. */
function doubtOf({ context, record, gateway }: TenantView, firewall: Seen): string | null {
  if (gateway === null && isGiven(context, record, "network-namespace")) {
    return "The browser is on. That its control port is out of other users' reach shows only while the Gateway runs in its own network.";
  }
  return firewall.observed === "unknown"
    ? `Who reaches the browser's control port is not known: ${firewall.how}`
    : null;
}

function why(isApart: boolean, firewall: Seen, outside: readonly number[]): string {
  const open = "The browser is on: while it runs, its control port takes commands without a password";
  if (!isApart) return `${open} from every tenant under the same OS user.`;
  if (firewall.observed === "on" && outside.length > 0) {
    return `${open} at port ${outside.join(", ")}, which the firewall around this tenant's ports doesn't cover.`;
  }
  return `${open} from every user of this host: no network of its own and no rules that refuse other users were seen.`;
}
