import { z } from "zod";
import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { basicHardening, hardeningChoiceSchema } from "#lib/domain/hardening/setting.ts";
import { basePortSchema } from "#lib/domain/host/port-block.ts";
import { modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { toolPolicySchema } from "#lib/domain/tool-policy/policy.ts";
import { storedGenerationSchema } from "#lib/host-agent/contract/generation.ts";
import { gatewayExitSchema } from "#lib/host-agent/contract/observation.ts";
import { runtimeVersionSchema } from "#lib/host-agent/contract/tenant-spec.ts";
import { gatewayHandleSchema } from "./gateway-handle.ts";
import { tenantLayoutSchema } from "./tenant-layout.ts";

/** What the agent must remember of a tenant to bring its Gateway back without the dashboard. */
export const tenantRecordSchema = z.strictObject({
  slug: slugSchema,
  layout: tenantLayoutSchema,
  rung: gatewayRungSchema,
  uid: z.number().int().nonnegative(),
  gid: z.number().int().nonnegative(),
  userName: z.string(),
  basePort: basePortSchema,
  runtimeVersion: runtimeVersionSchema,
  hasPowerfulTools: z.boolean(),
  /** False from the first step of provisioning until its last. */
  isProvisioned: z.boolean(),
  desired: z.enum(["running", "stopped"]),
  generation: storedGenerationSchema,
  process: gatewayHandleSchema.nullable(),
  restartCount: z.number().int(),
  /** Set when a death must not be followed by another start: exit 78, or too many in a row. */
  isHeld: z.boolean(),
  lastExit: gatewayExitSchema.nullable(),
  /** What is asked for; what this host can't give is missing until it can. Records from before there was a choice have the least. */
  hardening: hardeningChoiceSchema.default(basicHardening),
  channels: channelSettingsSchema.default([]),
  models: modelSettingsSchema.default([]),
  /** Left out in records from before there was a choice: then `hasPowerfulTools` decides. */
  toolPolicy: toolPolicySchema.optional(),
  hasOpenAiApi: z.boolean().default(false),
});
export type TenantRecord = z.infer<typeof tenantRecordSchema>;

/** As it may stand on disk: records from before the layout was written down have none. */
export const storedRecordSchema = tenantRecordSchema.partial({ layout: true });
