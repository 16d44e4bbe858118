import { z } from "zod";

/** What was true of one tenant when attempts began, and what they are held against later. */
export const probeCircumstancesSchema = z.object({
  configHash: z.string().nullable(),
  version: z.string().nullable(),
  /** When its Gateway's process began; null when it was stopped. */
  processStartedAt: z.string().nullable(),
  pid: z.number().int().nullable(),
});
export type ProbeCircumstances = z.infer<typeof probeCircumstancesSchema>;

/** True when it is still the same process, or still none. */
export function isSameProcess(then: ProbeCircumstances, current: ProbeCircumstances): boolean {
  return then.pid === current.pid && then.processStartedAt === current.processStartedAt;
}
