import type { AgentContext } from "#agent/context/context.ts";
import type { Ability, HostHardening } from "#agent/context/host-hardening.ts";
import {
  basicHardening,
  fullHardening,
  type HardeningChoice,
  type HardeningSetting,
  hardeningSettings,
} from "#lib/domain/hardening/setting.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { hasOwnUser } from "./boundary-kind.ts";
import type { TenantRecord } from "./tenant-record.ts";

/** With the choice where one is made already: a setting may need another. */
type Place = Pick<TenantRecord, "rung"> & { readonly hardening?: HardeningChoice };
type Given = Pick<TenantRecord, "rung" | "hardening">;

const anywhere: Ability = { isAvailable: true, note: "" };
const needsUser: Ability = {
  isAvailable: false,
  note: "Only a tenant with an OS user of its own can have this.",
};

const needsView =
  "This host asks a resolver of its own for names, which can't be reached from another network. With the private view it could: the host's other resolvers are used there.";

/** Whether this host can give a setting to a tenant of that rung. */
export function abilityFor(
  { hardening }: Pick<AgentContext, "hardening">,
  { rung, hardening: choice }: Place,
  setting: HardeningSetting,
): Ability {
  switch (setting) {
    case "private-view":
      return hasOwnUser({ rung }) ? hardening.privateView : needsUser;
    case "kernel-filter":
      return hasOwnUser({ rung }) ? filterAbility(hardening, choice) : needsUser;
    case "loopback-firewall":
      return hasOwnUser({ rung }) ? hardening.loopbackFirewall : needsUser;
    case "network-namespace":
      return hasOwnUser({ rung }) ? networkAbility(hardening, choice) : needsUser;
    case "inner-caches":
    case "inspector-off":
    case "silent-pairing-off":
    case "terminal-off":
      return anywhere;
  }
}

/** It is put up by what makes the view. */
function filterAbility({ kernelFilter }: HostHardening, choice: HardeningChoice | undefined): Ability {
  if (choice?.["private-view"] ?? true) return kernelFilter;
  return { isAvailable: false, note: "It needs the private view, which is off. Turn that on, too." };
}

/** Where only the host itself reaches the resolvers that it names, others are put in their place, and that takes a view of one's own. */
function networkAbility(hardening: HostHardening, choice: HardeningChoice | undefined): Ability {
  const { networkNamespace, privateView } = hardening;
  const hasView = (choice?.["private-view"] ?? true) && privateView.isAvailable;
  if (networkNamespace.resolvers === null || hasView) return networkNamespace;
  return { isAvailable: false, note: needsView };
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
  return hasOwnUser(spec) ? fullHardening : basicHardening;
}
