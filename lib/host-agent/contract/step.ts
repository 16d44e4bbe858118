import { z } from "zod";

/** One step of a verb that streams. A step is announced as `running` and then ends as one of the others. */
export const stepSchema = z.strictObject({
  /** Stable within the verb: "os-user", "directories", "wait-started". */
  id: z.string(),
  title: z.string(),
  status: z.enum(["running", "done", "unchanged", "failed"]),
  /** What was found or done, for an operator. */
  detail: z.string().nullable(),
  at: z.iso.datetime(),
});
export type Step = z.infer<typeof stepSchema>;
