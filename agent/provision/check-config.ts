import type { AgentContext } from "#agent/context/context.ts";
import { stageTenantConfig } from "#agent/drift/tenant-config-file.ts";
import { type ConfigIssue, findConfigIssues } from "#agent/drift/validate-config.ts";
import { refuseUnprovisioned } from "#agent/secrets/set-secret.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelKindSchema, isForeign } from "#lib/domain/channel/channel-kind.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";

/**
 * Has OpenClaw, inside the boundary, check the configuration that the tenant
 * would have with these channels and models. Nothing that is in use changes.
 * One check of a tenant at a time: the caller sees to that.
 */
export async function checkConfig(
  context: AgentContext,
  tenant: TenantRecord,
  { channels, models }: Pick<TenantSpec, "channels" | "models">,
): Promise<ConfigIssue[]> {
  refuseUnprovisioned(tenant);
  const wanted = { ...tenant, ...(channels && { channels }), ...(models && { models }) };
  const staged = await stageTenantConfig(context, wanted, wanted, "checked");
  try {
    const issues = await findConfigIssues(context, wanted, staged.file);
    return issues.filter((issue) => !isUnknownYet(issue));
  } finally {
    await staged.discard();
  }
}

/** A channel of another publisher's plugin is known to OpenClaw once it is installed, which the change itself does. */
function isUnknownYet({ path, message }: ConfigIssue): boolean {
  const kind = channelKindSchema.safeParse(path.replace(/^channels\./, "")).data;
  return kind !== undefined && isForeign(kind) && message.startsWith("unknown channel id");
}
