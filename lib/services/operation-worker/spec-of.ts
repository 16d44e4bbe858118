import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { toolPolicyOf } from "#lib/services/columns/policy-columns.ts";
import { rungFromColumn } from "#lib/services/columns/rung-column.ts";
import type { ClaimedOperation } from "./claim-operation.ts";

/** What a tenant should be like on its host, as the database has it when the operation runs. */
export function specOf({ tenant }: ClaimedOperation): TenantSpec {
  if (tenant.portBlock === null) throw new Error(`Tenant ${tenant.slug} has no port block to provision.`);
  return {
    slug: slugSchema.parse(tenant.slug),
    rung: rungFromColumn(tenant.rung),
    basePort: tenant.portBlock.base,
    runtimeVersion: tenant.gateway.desiredVersion,
    hasPowerfulTools: tenant.gateway.hasPowerfulTools,
    channels: channelSettingsSchema.parse(tenant.gateway.channels),
    models: modelSettingsSchema.parse(tenant.gateway.models),
    toolPolicy: toolPolicyOf(tenant.gateway),
    hasOpenAiApi: tenant.gateway.hasOpenAiApi,
  };
}
