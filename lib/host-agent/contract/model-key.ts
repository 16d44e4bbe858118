import { z } from "zod";
import { modelSettingSchema } from "#lib/domain/model/model-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { secretValueSchema } from "./secrets.ts";

/** The address in it is called from inside the tenant's boundary alone, as the tenant's Gateway would call it. */
export const keyCheckRequestSchema = modelSettingSchema
  .pick({ provider: true, api: true, baseUrl: true })
  .extend({
    slug: slugSchema,
    /** Left out: the key that lies on the host. */
    apiKey: secretValueSchema.optional(),
  });
export type KeyCheckRequest = z.infer<typeof keyCheckRequestSchema>;

/** What a provider says to a key. */
export const keyCheckSchema = z.discriminatedUnion("state", [
  /** Null: the provider says that the key is good, and not which models it has. */
  z.strictObject({ state: z.literal("accepted"), models: z.array(z.string()).nullable() }),
  z.strictObject({ state: z.literal("refused"), reason: z.string() }),
  /** It could not be reached, or didn't answer in a way that says anything. */
  z.strictObject({ state: z.literal("not-verified"), reason: z.string() }),
]);
export type KeyCheck = z.infer<typeof keyCheckSchema>;
