import { answersLoopback4, answersLoopback6, type Listener } from "#agent/proc/list-listeners.ts";
import { at } from "./json-value.ts";
import type { TenantView } from "./tenant-view.ts";

/** The port that the Gateway uses or would use: its environment's before its configuration's. Null when unknown. */
export function effectivePort(view: TenantView): number | null {
  const fromEnv = Number(view.gateway?.environ?.OPENCLAW_GATEWAY_PORT);
  if (isPort(fromEnv)) return fromEnv;
  if (!view.config.isReadable) return null;
  const configured = at(view.config.config, "gateway", "port");
  // OpenClaw's own default, where the configuration names none.
  if (configured === undefined) return 18789;
  const port = Number(configured);
  return isPort(port) ? port : null;
}

/** True when the socket is held by the tenant's Gateway or a process of its. */
export function isOwn(view: TenantView, listener: Listener): boolean {
  const { gateway } = view;
  if (gateway === null || listener.uid !== gateway.uid) return false;
  return (view.host.socketOwners.get(listener.inode) ?? []).some((pid) => gateway.family.has(pid));
}

/** What answers on 127.0.0.1 and on ::1 at a port; null where nothing does. */
export function loopbackListeners(view: TenantView, port: number) {
  const onPort = view.host.listeners.filter((listener) => listener.port === port);
  return {
    v4: onPort.filter(answersLoopback4),
    v6: onPort.filter(answersLoopback6),
  };
}

/** True when everything that answers at this port on loopback, and at least 127.0.0.1, is the Gateway's own. */
export function isPortVerified(view: TenantView, port: number): boolean {
  const { v4, v6 } = loopbackListeners(view, port);
  return v4.length > 0 && [...v4, ...v6].every((listener) => isOwn(view, listener));
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 65536;
}
