import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { knownWord } from "#agent/evidence/sources/known-word.ts";
import { noteWord } from "#agent/evidence/sources/note-word.ts";
import {
  effectivePort,
  endpointText,
  holdersOf,
  isLoopback,
  isOwn,
  isPortVerified,
  listenersAround,
  loopbackListeners,
} from "#agent/evidence/sources/own-listeners.ts";
import { findStrayListeners } from "#agent/evidence/sources/stray-listeners.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import type { Listener } from "#agent/proc/list-listeners.ts";
import { at } from "#agent/system/json-value.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { containsPort, lastPort } from "#lib/domain/host/port-block.ts";
import { checkWalls } from "./check-walls.ts";

/** The block of ports that the Gateway uses, and who listens in it. */
export async function observePort(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^gateway\.bind$/);
  const strays = await noteStrays(draft, view);
  const base = effectivePort(view);
  if (base === null) {
    draft.unmeasured(view.config.isReadable ? "gateway.port is not a port number." : view.config.reason);
    return;
  }
  draft.how("effective configuration on disk; /proc/net/tcp and tcp6");
  const block = { base };
  draft.identity("port-range", `${base}-${lastPort(block)}`, "port block");
  draft.fact("Port block", `${base}–${lastPort(block)}`);
  checkConfig(draft, view, base);
  checkBlock(draft, view, block);
  await checkWalls(draft, view, ["loopback-firewall"]);
  if (view.gateway === null) {
    draft.untried(strays ?? "Gateway is stopped; nothing listens.");
    return;
  }
  if (view.gateway.displaced !== null) draft.unmeasured(view.gateway.displaced);
  checkGateway(draft, view, base);
  await checkWord(draft, view);
}

/** Who says that it answers there. Of a displaced one nothing is used. */
async function checkWord(draft: Draft, view: TenantView): Promise<void> {
  if (view.gateway?.displaced != null) return;
  const heard = await noteWord(draft, view, ["pid", "port", "version"]);
  if ("reason" in heard || heard.said.instance === null) return;
  draft.identity("instance", heard.said.instance, "running instance that answers at the port");
}

function checkConfig(draft: Draft, view: TenantView, base: number): void {
  const { basePort } = view.record;
  const configured = view.config.isReadable
    ? Number(at(view.config.config, "gateway", "port") ?? base)
    : base;
  if (base !== basePort || configured !== base) {
    draft.defect(
      "config-differs",
      `The Gateway uses port ${base}${configured === base ? "" : ` and its configuration says ${configured}`}, but ${basePort} is reserved for this tenant.`,
      "Repair the tenant and restart its Gateway.",
    );
  }
  const bind = view.config.isReadable ? at(view.config.config, "gateway", "bind") : "loopback";
  if (bind !== "loopback") {
    draft.defect(
      "bind-not-loopback",
      `gateway.bind is ${bind === undefined ? "not set" : `"${knownWord(String(bind), binds)}"`}, so the Gateway may listen beyond this host.`,
      'Repair the tenant: gateway.bind is then "loopback".',
    );
  }
}

const binds = ["auto", "lan", "loopback", "tailnet", "custom"];

function checkBlock(draft: Draft, view: TenantView, block: { base: number }): void {
  for (const listener of view.host.listeners.filter(({ port }) => containsPort(block, port))) {
    const who = holder(view, listener);
    const isHidden = listener.uid === view.record.uid && !view.host.socketOwners.has(listener.inode);
    draft.fact(`Listens on ${endpointText(listener)}`, who);
    if (isTenants(view, listener)) {
      if (!isLoopback(listener)) noteExposed(draft, listener);
    } else if (isHidden) draft.untried(`It could not be seen which process holds port ${listener.port}.`);
    else
      draft.defect(
        "foreign-listener",
        `Port ${listener.port} of this tenant's block is held by ${who}.`,
        "Find that program and stop it; don't use the tenant's token until then.",
      );
  }
}

/** Where the tenant has an OS user of its own, whatever that user runs is the tenant's. */
function isTenants(view: TenantView, listener: Listener): boolean {
  const isItsUsers = hasOwnUser(view.record) && listener.uid === view.record.uid;
  return isItsUsers || isOwn(view, listener);
}

function checkGateway(draft: Draft, view: TenantView, base: number): void {
  const { v4, v6 } = loopbackListeners(view, base);
  draft.how(`sockets of ${view.gateway?.name}`);
  draft.fact("On 127.0.0.1", v4.map((listener) => holder(view, listener)).join(", ") || "Nothing");
  draft.fact("On ::1", v6.map((listener) => holder(view, listener)).join(", ") || "Nothing");
  if (!isPortVerified(view, base)) draft.untried(`The Gateway does not hold port ${base}, or not alone.`);
  if (view.gateway?.network) noteInside(draft, view);
  else checkOthers(draft, view, base);
}

/** What a Gateway with a network of its own listens on in there, where nobody gets at it but through the forwarder. */
function noteInside(draft: Draft, view: TenantView): void {
  draft.how("what listens in its own network");
  draft.fact("Network", "Its own; this host forwards the Gateway's port into it");
  for (const listener of listenersAround(view)) {
    if (isOwn(view, listener)) draft.fact(`Inside, on ${endpointText(listener)}`, holder(view, listener));
  }
}

function checkOthers(draft: Draft, view: TenantView, base: number): void {
  const own = view.host.listeners.filter((listener) => isOwn(view, listener));
  for (const listener of own.filter(({ port }) => !containsPort({ base }, port))) {
    draft.fact(`Listens outside its block on ${endpointText(listener)}`, holder(view, listener));
    if (!isLoopback(listener)) noteExposed(draft, listener);
    if (listener.port === 9229) {
      draft.defect(
        "inspector",
        "The Gateway's debugger listens on port 9229: every user of this host can take the Gateway over.",
        "Restart the Gateway from the dashboard.",
      );
    }
  }
}

/**
 * What listens as the tenant beside its Gateway, on whatever port.
 *
 * @returns that in one sentence; null where nothing does
 */
async function noteStrays(draft: Draft, view: TenantView): Promise<string | null> {
  const { strays, isCut } = await findStrayListeners(view);
  if (isCut) draft.untried("More of this tenant listens beside its Gateway than is looked at.");
  for (const { listener, pid, holder, isElsewhere, isGateway } of strays) {
    const where = `${endpointText(listener)}${isElsewhere ? " of a network of its own" : ""}`;
    draft.fact(`Listens beside the Gateway on ${where}`, holder);
    if (!isLoopback(listener) && !isElsewhere) noteExposed(draft, listener);
    if (isGateway) {
      draft.defect(
        "second-gateway",
        `A second Gateway listens on ${where}: ${holder}, which the host agent did not start. None of its limits hold it.`,
        `Find out who started it, and end it: kill ${pid}`,
      );
    }
  }
  const named = strays.map(({ listener, holder }) => `${holder} listens on port ${listener.port}`);
  return named.length === 0 ? null : `The Gateway is stopped, and yet ${named.slice(0, 5).join(", ")}.`;
}

function noteExposed(draft: Draft, listener: Listener): void {
  draft.defect(
    "exposed",
    `Something of this tenant listens on ${endpointText(listener)}, which other machines may reach.`,
    "Make it listen on 127.0.0.1 alone, and restart the Gateway.",
  );
}

function holder(view: TenantView, listener: Listener): string {
  const { uid } = listener;
  const name = view.host.accounts.accounts.find((account) => account.uid === uid)?.name ?? String(uid);
  const pids = holdersOf(view, listener);
  return pids.length === 0 ? `user ${name}` : `user ${name}, pid ${pids.join(", ")}`;
}
