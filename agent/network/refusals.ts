import { readFileSync } from "node:fs";
import type { AgentContext } from "#agent/context/context.ts";
import type { NamedAddress } from "./allowed-host-ports.ts";

/**
 * What a tenant's network may reach of what it is refused in general: this
 * host's own addresses, link-local ones, and the clouds' metadata services.
 */
export type Refusals = {
  /** Whose connections are judged: a forwarder's sockets belong to its tenant's user. */
  readonly uid: number;
  /** May be asked for names, and for nothing else. */
  readonly resolvers: readonly string[];
  /** On the host's loopback. */
  readonly ports: readonly number[];
  /** At other addresses of the host, by number. */
  readonly named: readonly NamedAddress[];
};

/** Where a tenant's network asks for names: what is read here is what its programs read. */
export function resolversOf(context: Pick<AgentContext, "hardening">): string[] {
  const file = context.hardening.networkNamespace.resolvers ?? "/etc/resolv.conf";
  try {
    return parseResolvers(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
}

/** The addresses that a resolv.conf names, each once and in one spelling. Those of a loopback mean nobody else. */
export function parseResolvers(text: string): string[] {
  const servers = [...text.matchAll(/^[ \t]*nameserver[ \t]+([0-9a-f.:]+)/gim)];
  const addresses = servers.flatMap(([, server]) => canonicalAddress(server ?? "") ?? []);
  return [...new Set(addresses)].filter((address) => !/^127\.|^0\.|^::1?$/.test(address)).sort();
}

/** An address in the one spelling that everybody else uses here; null when it is none. One written as IPv6 that is sent as IPv4 is that. */
export function canonicalAddress(address: string): string | null {
  const isV6 = address.includes(":");
  const url = isV6 ? `http://[${address}]/` : `http://${address}/`;
  if (!isV6 && !/^\d+(\.\d+){3}$/.test(address)) return null;
  if (!URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

export function isIPv6(address: string): boolean {
  return address.includes(":");
}
