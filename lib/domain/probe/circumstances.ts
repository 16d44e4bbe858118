import { z } from "zod";

/** What was true of one tenant when attempts began, and what they are held against later. */
export const probeCircumstancesSchema = z.object({
  configHash: z.string().nullable(),
  version: z.string().nullable(),
  /** When its Gateway's process began; null when it was stopped. */
  processStartedAt: z.string().nullable(),
  pid: z.number().int().nullable(),
  /** Raised whenever its process was seen to begin or end; null in runs from before that was kept. */
  processStamp: z.number().int().nullable().default(null),
});
export type ProbeCircumstances = z.infer<typeof probeCircumstancesSchema>;

/** True when it is still the same process, or still none and there was none in between. */
export function isSameProcess(then: ProbeCircumstances, current: ProbeCircumstances): boolean {
  const isSameStamp = then.processStamp === null || then.processStamp === current.processStamp;
  return isSameStamp && then.pid === current.pid && then.processStartedAt === current.processStartedAt;
}
