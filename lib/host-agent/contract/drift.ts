import { z } from "zod";

/** A setting that was changed by hand, with secrets replaced by their fingerprints. */
export const shownChangeSchema = z.strictObject({
  /** Dotted, such as "tools.exec.mode". */
  path: z.string(),
  /** JSON as it was written, and as it is now; null where the setting isn't there. */
  was: z.string().nullable(),
  is: z.string().nullable(),
  /** The file now holds a secret here instead of a reference to one. */
  isSecret: z.boolean(),
});
export type ShownChange = z.infer<typeof shownChangeSchema>;

/** How the configuration on disk differs from what the agent last wrote or accepted. */
export const driftSchema = z.strictObject({
  /** When it was written or accepted; null when that is not known. */
  writtenAt: z.iso.datetime().nullable(),
  writtenHash: z.string(),
  /** Names the file that is meant when it is adopted; null when it can't be read. */
  diskHash: z.string().nullable(),
  /** Why the file can't be compared setting by setting; null when it can. */
  problem: z.string().nullable(),
  /** Empty together with a null `problem`: only spacing, comments or order differ. */
  changes: z.array(shownChangeSchema).max(300),
  /** There are more changes than are shown. */
  isTruncated: z.boolean(),
  /** Why the edited file can't be adopted; empty when it can. */
  obstacles: z.array(z.string()),
});
export type Drift = z.infer<typeof driftSchema>;

/** Settings that an operator adopted and that every later configuration keeps. */
export const adoptedResultSchema = z.strictObject({ hash: z.string(), paths: z.array(z.string()) });

/** A setting that was adopted, and what stands in its place when it is kept no longer. JSON; null where it isn't there. */
export const adoptedSettingSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** Dotted, such as "tools.exec.mode". */
  path: z.string(),
  /** What the dashboard asks for. */
  asked: z.string().nullable(),
  kept: z.string().nullable(),
});
export type AdoptedSetting = z.infer<typeof adoptedSettingSchema>;
