import { z } from "zod";
import { observationSchema } from "./observation.ts";

/**
 * How a configuration took hold. `unchanged` it was on disk and in use already ·
 * `hot` the running Gateway took it · `restarted` the Gateway restarted itself to
 * take it · `needs-restart` the running Gateway has not taken it · `at-next-start`
 * the Gateway is stopped.
 */
export const appliedStates = ["unchanged", "hot", "restarted", "needs-restart", "at-next-start"] as const;

export const configureResultSchema = z.strictObject({
  applied: z.enum(appliedStates),
  observation: observationSchema,
});
export type ConfigureResult = z.infer<typeof configureResultSchema>;

/** What OpenClaw complains of, by where it stands in the configuration; empty when it accepts it. */
export const configIssuesSchema = z.strictObject({
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })),
});
export type ConfigIssues = z.infer<typeof configIssuesSchema>;
