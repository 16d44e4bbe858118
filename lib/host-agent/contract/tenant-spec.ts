import { z } from "zod";
import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { hardeningChoiceSchema } from "#lib/domain/hardening/setting.ts";
import { basePortSchema } from "#lib/domain/host/port-block.ts";
import { modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";

export const runtimeVersionSchema = z.string().regex(/^\d{4}\.\d{1,2}\.\d{1,3}$/);

/**
 * What the dashboard asks a host to be true of one tenant. It carries no path,
 * no command and no secret: the agent derives those from the slug. Addresses in
 * it are those of model providers and channels, which the agent writes down and
 * never calls itself.
 */
export const tenantSpecSchema = z.strictObject({
  slug: slugSchema,
  rung: gatewayRungSchema,
  /** First port of the tenant's block of 120, already reserved in the database. */
  basePort: basePortSchema,
  /** OpenClaw version from the host's runtime store. */
  runtimeVersion: runtimeVersionSchema,
  /** Whether the tenant's agent may use files and commands inside its own boundary. */
  hasPowerfulTools: z.boolean(),
  /** Left out: what the host has for this tenant stays, and a new tenant gets all that its rung allows. */
  hardening: hardeningChoiceSchema.optional(),
  /** Left out: what the host has for this tenant stays, and a new tenant has none. */
  channels: channelSettingsSchema.optional(),
  /** Left out: what the host has for this tenant stays, and a new tenant has none. */
  models: modelSettingsSchema.optional(),
  /** Left out: what the host has for this tenant stays, and a new tenant gets the one that `hasPowerfulTools` stands for. */
  toolPolicy: toolPolicySchema.optional(),
  /** The OpenAI-compatible API. Left out: what the host has for this tenant stays, and a new tenant has none. */
  hasOpenAiApi: z.boolean().optional(),
});
export type TenantSpec = z.infer<typeof tenantSpecSchema>;
