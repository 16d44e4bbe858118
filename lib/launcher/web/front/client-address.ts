import { BlockList, isIP } from "node:net";

export type TrustedProxies = { has(address: string): boolean };

/** More hops than this are nobody's proxies. */
const mostHops = 20;

/**
 * The address that a request comes from. It is the connection's own unless that
 * is a trusted proxy's: then it is the last hop that none of them vouches for.
 * Whatever stands before that one is hearsay.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string | null {
  let address = plainAddress(peer ?? "");
  const hops = (forwardedFor ?? "").split(",").slice(-mostHops);
  while (address !== null && proxies.has(address)) {
    const hop = plainAddress(withoutPort(hops.pop()?.trim() ?? ""));
    if (hop === null) break;
    address = hop;
  }
  return address;
}

/**
 * @param text addresses and networks such as "10.0.0.1, fd00::/8"; empty trusts nobody
 * @throws Error that names the part that is neither
 */
export function readTrustedProxies(text: string): TrustedProxies {
  const list = new BlockList();
  for (const part of text.split(/[\s,]+/).filter(Boolean)) addTo(list, part);
  return { has: (address) => list.check(address, familyOf(address)) };
}

function addTo(list: BlockList, part: string): void {
  const [text = "", prefix, ...more] = part.split("/");
  const address = plainAddress(text);
  const bits = address !== null && isIP(address) === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  const isNetwork = prefix === undefined || (/^\d{1,3}$/.test(prefix) && length >= 1 && length <= bits);
  if (address === null || more.length > 0 || !isNetwork) {
    throw new Error(`"${part}" is neither an address nor a network such as 10.0.0.0/8.`);
  }
  list.addSubnet(address, length, familyOf(address));
}

/** One way of writing an address: IPv4 as such also where IPv6 carries it, without a zone. Null when it is none. */
export function plainAddress(text: string): string | null {
  const address = text.replace(/%.*$/, "").toLowerCase();
  if (isIP(address) === 0) return null;
  if (isIP(address) === 4) return address;
  const whole = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(whole);
  if (mapped === null) return whole;
  const [high, low] = [Number.parseInt(mapped[1] ?? "", 16), Number.parseInt(mapped[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}

/** Some proxies add the port: "203.0.113.7:4711", "[2001:db8::1]:4711". */
function withoutPort(hop: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}
