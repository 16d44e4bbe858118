import { z } from "zod";

/** A slug as a reference: one that could not exist is "not found", not "invalid". */
export const slugReference = z.string().max(64);

export const gatewayInput = z.object({ slug: slugReference });
export type GatewayInput = z.input<typeof gatewayInput>;
