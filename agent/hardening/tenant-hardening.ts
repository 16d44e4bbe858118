import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import {
  basicHardening,
  fullHardening,
  type HardeningChoice,
  type HardeningSetting,
  hardeningSettings,
} from "#lib/domain/hardening/setting.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import type { Ability } from "./host-hardening.ts";

type Place = Pick<TenantRecord, "rung">;
type Given = Pick<TenantRecord, "rung" | "hardening">;

const anywhere: Ability = { isAvailable: true, note: "" };
const needsUser: Ability = {
  isAvailable: false,
  note: "Only a tenant with an OS user of its own can have this.",
};

/** Whether this host can give a setting to a tenant of that rung. */
export function abilityFor(
  { hardening }: Pick<AgentContext, "hardening">,
  { rung }: Place,
  setting: HardeningSetting,
): Ability {
  switch (setting) {
    case "private-view":
      return rung === "os-user" ? hardening.privateView : needsUser;
    case "loopback-firewall":
      return rung === "os-user" ? hardening.loopbackFirewall : needsUser;
    case "network-namespace":
      return rung === "os-user" ? hardening.networkNamespace : needsUser;
    case "inner-caches":
    case "inspector-off":
    case "silent-pairing-off":
    case "terminal-off":
      return anywhere;
  }
}

/** What this host can give to a tenant with an OS user of its own. */
export function hostAbilities(context: Pick<AgentContext, "hardening">): HostFacts["hardening"] {
  return hardeningSettings.map((setting) => {
    const { isAvailable, note } = abilityFor(context, { rung: "os-user" }, setting);
    return { setting, isAvailable, note };
  });
}

/** True when a setting is asked for and this host can give it. */
export function isGiven(
  context: Pick<AgentContext, "hardening">,
  tenant: Given,
  setting: HardeningSetting,
): boolean {
  return tenant.hardening[setting] && abilityFor(context, tenant, setting).isAvailable;
}

/** What a spec asks for, where the tenant may be here already. */
export function choiceFor(
  spec: Pick<TenantSpec, "rung" | "hardening">,
  record: TenantRecord | null,
): HardeningChoice {
  if (spec.hardening) return spec.hardening;
  if (record) return record.hardening;
  return spec.rung === "os-user" ? fullHardening : basicHardening;
}
