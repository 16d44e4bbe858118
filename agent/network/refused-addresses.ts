/**
 * Addresses that no program in a tenant's own network reaches, on whatever
 * host, beside the host's own. None lies within another or next to it, because
 * nftables would make one of the two.
 */
export const refusedAddresses = {
  v4: [
    // Means this host itself where it is a destination.
    "0.0.0.0/8",
    // Link-local: the metadata service of nearly every cloud at 169.254.169.254, and whatever else answers only on the wire.
    "169.254.0.0/16",
    // Metadata at addresses of their own: Alibaba, Oracle, Azure.
    ...["100.100.100.200", "192.0.0.192", "168.63.129.16"],
  ],
  v6: [
    // Link-local and, beside it, its forerunner.
    "fe80::/9",
    // Metadata over IPv6: AWS, Google, Scaleway.
    ...["fd00:ec2::/32", "fd20:ce::/32", "fd00:42::42"],
    // Addresses that a translator on the way would turn into 127.0.0.0/8 and 169.254.0.0/16.
    ...["64:ff9b::7f00:0/104", "64:ff9b::a9fe:0/112", "2002:7f00::/24", "2002:a9fe::/32"],
    // An IPv4 address written as IPv6 is sent as IPv4; on the wire it means nothing good.
    "::ffff:0:0/96",
  ],
} as const;

/** The port at which names are asked for. */
export const dnsPort = 53;
