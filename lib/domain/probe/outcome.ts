import { z } from "zod";

/**
 * `reached` the attempt got at something · `refused` it was turned away ·
 * `unmeasured` it could not be made, and what it would have met is not known ·
 * `absent` the host agent saw for itself that there is nothing to get at.
 */
export const outcomes = ["reached", "refused", "unmeasured", "absent"] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** A control shows that something can be got at; that there is nothing needs none. */
export const controlOutcomeSchema = outcomeSchema.exclude(["absent"]);
export type ControlOutcome = z.infer<typeof controlOutcomeSchema>;
