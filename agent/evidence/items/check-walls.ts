import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { seeFirewall } from "#agent/hardening/see-firewall.ts";
import { seeSetting } from "#agent/hardening/see-setting.ts";
import type { Seen } from "#agent/hardening/seen.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import type { HardeningSetting } from "#lib/domain/hardening/setting.ts";

/**
 * The walls that this tenant has by its record, as they are seen now: somebody
 * may have taken one away since. Where its Gateway is stopped only the host's
 * own firewall can be seen.
 */
export async function checkWalls(
  draft: Draft,
  view: TenantView,
  walls: readonly HardeningSetting[],
): Promise<void> {
  for (const wall of walls) {
    if (!isGiven(view.context, view.record, wall)) continue;
    const seen = await see(view, wall);
    if (seen === null) continue;
    const { title, risk } = settingWords[wall];
    draft.how(`what is seen of its hardening: ${title.toLowerCase()}`);
    draft.fact(title, seen.observed === "on" ? "In force" : `Not seen in force. ${seen.how}`);
    if (seen.observed === "unknown") draft.untried(`${title} could not be seen: ${seen.how}`);
    if (seen.observed === "off") {
      draft.defect(
        "wall-missing",
        `${title} is asked for and not in force. ${risk} Seen: ${seen.how}`,
        "Apply the tenant's hardening again, and find out what changed it on the host.",
      );
    }
  }
}

async function see({ context, record, gateway }: TenantView, wall: HardeningSetting): Promise<Seen | null> {
  // Its own rules alone are asked for: those of other tenants are no business of this item.
  const registry = { list: () => [record] };
  if (wall === "loopback-firewall") return await seeFirewall(context, registry, record);
  const process = hostProcessOf(record.process);
  // That something has taken the Gateway's place is told where its process is looked at.
  if (gateway === null || gateway.displaced !== null || process === null) return null;
  return await seeSetting(context, registry, record, process, wall);
}
