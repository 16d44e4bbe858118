import { answersLoopback4, answersLoopback6, type Listener } from "#agent/proc/list-listeners.ts";
import { at } from "#agent/system/json-value.ts";
import type { TenantView } from "./tenant-view.ts";

/** The port that the Gateway uses or would use: its variables' before its configuration's. Null when unknown. */
export function effectivePort(view: TenantView): number | null {
  // A dotenv file or the configuration's own variables set it as well as the process's.
  const fromEnv = Number(view.surroundings.env.OPENCLAW_GATEWAY_PORT);
  if (isPort(fromEnv)) return fromEnv;
  if (!view.config.isReadable) return null;
  const configured = at(view.config.config, "gateway", "port");
  // OpenClaw's own default, where the configuration names none.
  if (configured === undefined) return 18789;
  const port = Number(configured);
  return isPort(port) ? port : null;
}

/** True when the socket is held by the tenant's Gateway, a process of its, or what forwards into its network. */
export function isOwn(view: TenantView, listener: Listener): boolean {
  const { gateway } = view;
  if (gateway === null || listener.uid !== gateway.uid) return false;
  const isFamily = (holder: number) => gateway.processes.some(({ pid }) => pid === holder);
  return holdersOf(view, listener).some(
    (pid) => isFamily(pid) || (gateway.network?.isForwarder(pid) ?? false),
  );
}

/** The processes that hold a socket of the host's network or of the Gateway's own, as far as they were seen. */
export function holdersOf({ host, gateway }: TenantView, { inode }: Listener): readonly number[] {
  return host.socketOwners.get(inode) ?? gateway?.network?.socketOwners.get(inode) ?? [];
}

/** What listens where this tenant's Gateway is: in its own network, or in the host's. */
export function listenersAround({ host, gateway }: TenantView): readonly Listener[] {
  return gateway?.network?.listeners ?? host.listeners;
}

/** What answers at a port on the host's 127.0.0.1 and on its ::1. */
export function loopbackListeners(view: TenantView, port: number) {
  const onPort = view.host.listeners.filter((listener) => listener.port === port);
  return {
    v4: onPort.filter(answersLoopback4),
    v6: onPort.filter(answersLoopback6),
  };
}

/**
 * True when everything that answers at this port on loopback, and at least
 * 127.0.0.1, is the Gateway's own: on the host and, where the Gateway has one,
 * in its own network.
 */
export function isPortVerified(view: TenantView, port: number): boolean {
  const places = [view.host.listeners, ...(view.gateway?.network ? [listenersAround(view)] : [])];
  return places.every((listeners) => {
    const onPort = listeners.filter((listener) => listener.port === port);
    const answering = onPort.filter((listener) => answersLoopback4(listener) || answersLoopback6(listener));
    return onPort.some(answersLoopback4) && answering.every((listener) => isOwn(view, listener));
  });
}

/** "127.0.0.1:19200", "[::1]:19200" */
export function endpointText({ address, family, port }: Listener): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

/** False where other machines may reach it. */
export function isLoopback({ address }: Listener): boolean {
  return address.startsWith("127.") || address === "::1" || address.startsWith("::ffff:7f");
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 65536;
}
