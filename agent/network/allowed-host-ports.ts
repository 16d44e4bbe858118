import type { ClosedPorts } from "#agent/context/closed-ports.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { containsPort } from "#lib/domain/host/port-block.ts";

const loopbackNames = /^(localhost|127(\.\d+){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;
const numbers = /^(\d+(\.\d+){3}|\[[0-9a-f:]+\])$/;

/** A port at an address of this host's that isn't its loopback's. */
export type NamedAddress = { readonly address: string; readonly port: number };
type Configured = Pick<TenantRecord, "models" | "channels" | "basePort">;

/**
 * Ports of this host that a tenant is configured to use: a model provider that
 * runs beside it, say. Inside its own network they exist only because they are
 * let through by name. Those of its own block are its own in there, and those
 * of Bulkhead itself are let through for nobody.
 */
export function portsLetThrough(tenant: Configured, closed: ClosedPorts): number[] {
  return configuredPorts(tenant).filter((port) => !closed.has(port));
}

/** Ports that its configuration names and that it isn't let through to, because they are Bulkhead's own. */
export function portsKeptClosed(tenant: Configured, closed: ClosedPorts): number[] {
  return configuredPorts(tenant).filter((port) => closed.has(port));
}

/** The same for addresses that are named by number. Which of them are this host's is for its firewall to know. */
export function addressesLetThrough(tenant: Configured, closed: ClosedPorts): NamedAddress[] {
  return numberedAddresses(addressesOf(tenant)).filter(({ port }) => !closed.has(port));
}

function configuredPorts(tenant: Configured): number[] {
  const block = { base: tenant.basePort };
  return loopbackPorts(addressesOf(tenant)).filter((port) => !containsPort(block, port));
}

function addressesOf({ models, channels }: Configured): string[] {
  return [
    ...models.flatMap(({ baseUrl }) => baseUrl ?? []),
    ...channels.flatMap(({ options }) => Object.values(options)),
  ];
}

/** The ports of those addresses that mean this host itself, ascending, each once. */
export function loopbackPorts(addresses: readonly string[]): number[] {
  const ports = addresses.flatMap((address) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !loopbackNames.test(url.hostname)) return [];
    return portOf(url);
  });
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** Those that are numbers and not a loopback's, each once. */
export function numberedAddresses(addresses: readonly string[]): NamedAddress[] {
  const found = addresses.flatMap((address) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !numbers.test(url.hostname) || loopbackNames.test(url.hostname)) return [];
    return [{ address: url.hostname.replace(/^\[|\]$/g, ""), port: portOf(url) }];
  });
  const byKey = new Map(found.map((one) => [`${one.address} ${one.port}`, one]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}
