import { z } from "zod";

/** Consecutive ports reserved for one Gateway: base, base+2 control, base+10 relay, base+11…base+110 CDP. */
export const portBlockSize = 120;

/** Default range from which blocks are taken: below Linux's ephemeral ports, 113 blocks. */
export const defaultPortRange = { first: 19200, last: 32759 } as const;

export const basePortSchema = z
  .number()
  .int()
  .min(1024)
  .max(65535 - portBlockSize + 1);

export type PortBlock = { readonly base: number };

/** The last port of the block, inclusive. */
export function lastPort(block: PortBlock): number {
  return block.base + portBlockSize - 1;
}

export function containsPort(block: PortBlock, port: number): boolean {
  return port >= block.base && port <= lastPort(block);
}

export function overlaps(a: PortBlock, b: PortBlock): boolean {
  return a.base <= lastPort(b) && b.base <= lastPort(a);
}
