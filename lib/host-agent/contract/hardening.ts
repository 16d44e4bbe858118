import { z } from "zod";
import { hardeningSettingSchema, observedSettings } from "#lib/domain/hardening/setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

/** One setting of one tenant: what is asked for, and what is seen of it. */
export const settingReportSchema = z.strictObject({
  setting: hardeningSettingSchema,
  asked: z.boolean(),
  /** `unknown` while the Gateway is stopped. */
  observed: z.enum(observedSettings),
  /** Whether this host can give it to this tenant. */
  canBeGiven: z.boolean(),
  /** How it was seen, why it can't be given or seen, or why it isn't as asked; for an operator. */
  note: z.string(),
});
export type SettingReport = z.infer<typeof settingReportSchema>;

/** What `hardening.observe` answers, every setting once. */
export const hardeningReportSchema = z.strictObject({
  slug: slugSchema,
  isRunning: z.boolean(),
  settings: z.array(settingReportSchema).length(hardeningSettingSchema.options.length),
  at: z.iso.datetime(),
});
export type HardeningReport = z.infer<typeof hardeningReportSchema>;

/** What a host can give its tenants, whichever they ask for. */
export const hostAbilitySchema = z.strictObject({
  setting: hardeningSettingSchema,
  isAvailable: z.boolean(),
  note: z.string(),
});
