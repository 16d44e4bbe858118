import type { AgentContext } from "#agent/context/context.ts";
import { abilityFor, isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import { type HardeningSetting, hardeningSettings } from "#lib/domain/hardening/setting.ts";
import type { Plan } from "#lib/host-agent/contract/plan.ts";

type Asked = Pick<TenantRecord, "rung" | "hardening">;

/** What the tenant will have, in words for the plan. */
export function givenHardening(context: Pick<AgentContext, "hardening">, asked: Asked): Plan["hardening"] {
  return hardeningSettings
    .filter((setting) => isGiven(context, asked, setting))
    .map((setting) => ({ setting: settingWords[setting].title, effect: settingWords[setting].effect }));
}

/** What it won't have, each a named risk with the reason. */
export function missingHardening(context: Pick<AgentContext, "hardening">, asked: Asked): Plan["risks"] {
  const missing = hardeningSettings.filter((setting) => !isGiven(context, asked, setting));
  return missing.map((setting) => ({
    setting: settingWords[setting].title,
    risk: settingWords[setting].risk,
    reason: asked.hardening[setting]
      ? abilityFor(context, asked, setting).note
      : reasonNotAsked(context, asked, setting),
  }));
}

function reasonNotAsked(
  context: Pick<AgentContext, "hardening">,
  asked: Asked,
  setting: HardeningSetting,
): string {
  const ability = abilityFor(context, asked, setting);
  return ability.isAvailable ? "It was turned off for this tenant." : ability.note;
}
