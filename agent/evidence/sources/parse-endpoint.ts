import { isIPv6 } from "node:net";

/**
 * Where a CDP address leads, however it is written: in the usual notation,
 * a mapped IPv4 address as IPv4, a name in small letters and without a dot at its
 * end. Null when it is no address.
 */
export function parseEndpoint(address: string): { readonly host: string; readonly port: string } | null {
  const given = URL.parse(address);
  const isWeb = given !== null && /^(http|ws)s?:$/.test(given.protocol);
  const url = isWeb ? given : URL.parse(`http://${address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")}`);
  const host = url === null ? "" : canonicalHost(url.hostname);
  if (url === null || host === "") return null;
  return { host, port: url.port || (/^(http|ws)s:/i.test(address.trim()) ? "443" : "80") };
}

/** A host as `URL` writes it, or an address as the kernel does. */
export function canonicalHost(host: string): string {
  const bare = host.replace(/%.*$/, "");
  const written = isIPv6(bare) ? (URL.parse(`http://[${bare}]`)?.hostname ?? bare) : bare;
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(written);
  if (mapped === null) return written.toLowerCase().replace(/\.+$/, "");
  const words = mapped.slice(1).map((word) => Number.parseInt(word, 16));
  return words.flatMap((word) => [word >> 8, word & 255]).join(".");
}
