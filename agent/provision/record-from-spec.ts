import { choiceFor } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";

/**
 * The part of a spec that only the tenant's configuration depends on, as it
 * goes into the record. What the spec leaves out stays as it is on this host.
 */
export function askedOf(
  spec: TenantSpec,
  existing: TenantRecord | null,
): Pick<
  TenantRecord,
  "hasPowerfulTools" | "hardening" | "channels" | "models" | "toolPolicy" | "hasOpenAiApi"
> {
  return {
    hasPowerfulTools: spec.hasPowerfulTools,
    hardening: choiceFor(spec, existing),
    channels: spec.channels ?? existing?.channels ?? [],
    models: spec.models ?? existing?.models ?? [],
    toolPolicy: spec.toolPolicy ?? existing?.toolPolicy,
    hasOpenAiApi: spec.hasOpenAiApi ?? existing?.hasOpenAiApi ?? false,
  };
}
