import { z } from "zod";
import { quotesCredential, shownTextSchema, shownValueSchema } from "./shown-value.ts";

const refusal = "A credential may not be shown.";

/** A setting that was changed by hand. Its values can't hold a secret: fingerprints stand in their place. */
export const shownChangeSchema = z
  .strictObject({
    /** Dotted, such as "tools.exec.mode". */
    path: shownTextSchema,
    /** As it was written, and as it is now; null where the setting isn't there. */
    was: shownValueSchema.nullable(),
    is: shownValueSchema.nullable(),
    /** The file now holds a secret here instead of a reference to one. */
    isSecret: z.boolean(),
  })
  .refine(({ path, was, is }) => !quotesCredential(path, was) && !quotesCredential(path, is), refusal);
export type ShownChange = z.infer<typeof shownChangeSchema>;

/** How the configuration on disk differs from what the agent last wrote or accepted. */
export const driftSchema = z.strictObject({
  /** When it was written or accepted; null when that is not known. */
  writtenAt: z.iso.datetime().nullable(),
  writtenHash: z.string(),
  /** Names the file that is meant when it is adopted; null when it can't be read. */
  diskHash: z.string().nullable(),
  /** Why the file can't be compared setting by setting; null when it can. */
  problem: shownTextSchema.nullable(),
  /** Empty together with a null `problem`: only spacing, comments or order differ. */
  changes: z.array(shownChangeSchema).max(300),
  /** There are more changes than are shown. */
  isTruncated: z.boolean(),
  /** Why the edited file can't be adopted; empty when it can. */
  obstacles: z.array(shownTextSchema),
});
export type Drift = z.infer<typeof driftSchema>;

/** Settings that an operator adopted and that every later configuration keeps. */
export const adoptedResultSchema = z.strictObject({ hash: z.string(), paths: z.array(shownTextSchema) });

/** A setting that was adopted, and what stands in its place when it is kept no longer; null where it isn't there. */
export const adoptedSettingSchema = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    /** Dotted, such as "tools.exec.mode". */
    path: shownTextSchema,
    /** What the dashboard asks for. */
    asked: shownValueSchema.nullable(),
    kept: shownValueSchema.nullable(),
  })
  .refine(
    ({ path, asked, kept }) => !quotesCredential(path, asked) && !quotesCredential(path, kept),
    refusal,
  );
export type AdoptedSetting = z.infer<typeof adoptedSettingSchema>;
