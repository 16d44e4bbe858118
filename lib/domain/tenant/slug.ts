import { z } from "zod";

/**
 * A tenant's slug: 3–24 characters, lower-case letters, digits and single
 * hyphens, beginning with a letter. Every path, OS user and unit name of the
 * tenant is derived from it, so it never changes after onboarding.
 */
export const slugSchema = z
  .string()
  .min(3, "Use at least 3 characters.")
  .max(24, "Use at most 24 characters.")
  .regex(
    /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/,
    "Use lower-case letters, digits and single hyphens; begin with a letter and end with a letter or digit.",
  )
  .brand<"Slug">();

export type Slug = z.infer<typeof slugSchema>;
