import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { containsPort } from "#lib/domain/host/port-block.ts";

const loopbackNames = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Ports of this host that a tenant is configured to use: a model provider that
 * runs beside it, say. Inside its own network they exist only because they are
 * let through by name. Those of its own block are its own in there.
 */
export function portsLetThrough({
  models,
  channels,
  basePort,
}: Pick<TenantRecord, "models" | "channels" | "basePort">): number[] {
  const ports = loopbackPorts([
    ...models.flatMap(({ baseUrl }) => baseUrl ?? []),
    ...channels.flatMap(({ options }) => Object.values(options)),
  ]);
  return ports.filter((port) => !containsPort({ base: basePort }, port));
}

/** The ports of those addresses that mean this host itself, ascending, each once. */
export function loopbackPorts(addresses: readonly string[]): number[] {
  const ports = addresses.flatMap((address) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !loopbackNames.test(url.hostname)) return [];
    return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  });
  return [...new Set(ports)].sort((a, b) => a - b);
}
