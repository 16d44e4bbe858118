import { isIP } from "node:net";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { fingerprint, shortFingerprint } from "#agent/system/fingerprint.ts";
import { inAddresses, variableIn } from "#lib/domain/secrecy/find-secrets.ts";
import { isRandom } from "#lib/domain/secrecy/is-telling.ts";

/**
 * Which account an address opens at a service that keeps its customers apart,
 * as a fingerprint. Null where it names none, and where it leads to this host
 * or a network beside it: a browser there looks at no token, so that every
 * address of it is the same browser.
 *
 * @param endpoints all `host:port` that the address leads to
 */
export function browserAccount(
  view: Pick<TenantView, "context">,
  address: string,
  endpoints: readonly string[],
): string | null {
  if (endpoints.length === 0 || endpoints.some(isNear)) return null;
  const opens = [...inAddresses(address), ...randomParts(address)].filter(
    (each) => variableIn(each) === null,
  );
  return opens.length === 0 ? null : fingerprint(view.context.fingerprintKey, opens.sort().join("\n"));
}

/**
 * An address as it may be told: whatever is written like one. A word that is
 * none may be a secret in the wrong place, and is told by its fingerprint.
 */
export function toldEndpoint(view: Pick<TenantView, "context">, address: string, endpoint: string): string {
  const host = endpoint.replace(/:\d+$/, "");
  const isWritten =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(address) || /^\[?[\w.:-]+\]?:\d+(?:[/?#]|$)/.test(address);
  if (isWritten || isIP(host.replace(/^\[|\]$/g, "")) !== 0) return endpoint;
  return endpoint.replace(host, `[${shortFingerprint(fingerprint(view.context.fingerprintKey, host))}]`);
}

/** Parts of the path that nobody makes up: some services have the token there. */
function randomParts(address: string): string[] {
  return (
    URL.parse(address)
      ?.pathname.split("/")
      .filter((part) => part.length >= 12 && isRandom(part)) ?? []
  );
}

/** This host, and addresses that no service of the internet has. */
function isNear(endpoint: string): boolean {
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  if (isIP(host) === 4) {
    return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      host,
    );
  }
  if (isIP(host) === 6) return /^(?:::1?$|f[cd]|fe[89ab])/i.test(host);
  return (
    !host.includes(".") || /\.(?:local|localhost|internal|lan|home|intranet|private|corp|test)$/.test(host)
  );
}
