/** Ports of this host that no tenant is let through to, each with whose it is: completes "port 3000 is …". */
export type ClosedPorts = ReadonlyMap<number, string>;
