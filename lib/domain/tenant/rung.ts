import { z } from "zod";

/** How strong a boundary is, weakest first. */
export const rungs = ["shared-gateway", "profile", "os-user", "container", "host"] as const;
export const rungSchema = z.enum(rungs);
export type Rung = z.infer<typeof rungSchema>;

/** The rungs that give a tenant a Gateway of its own and that this version can provision. */
export const gatewayRungSchema = z.enum(["profile", "os-user"]);
export type GatewayRung = z.infer<typeof gatewayRungSchema>;

/** True when `a` is at least as strong a boundary as `b`. */
export function isAtLeast(a: Rung, b: Rung): boolean {
  return rungs.indexOf(a) >= rungs.indexOf(b);
}
