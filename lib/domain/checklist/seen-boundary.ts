import type { HardeningSetting, ObservedSetting } from "#lib/domain/hardening/setting.ts";
import type { Sharing } from "./sharing.ts";
import type { Verdict } from "./verdict.ts";

/** What was seen to stand around one tenant. */
export type SeenBoundary = {
  /** Its network is its own, and what it must not reach is refused to it. */
  readonly isNetworkOwn: boolean;
  /** Its ports are kept for its own OS user. */
  readonly isFirewalled: boolean;
  /** Nobody else runs as its OS user; null where that isn't measured. */
  readonly hasOwnUser: boolean | null;
};

export const nothingSeen: SeenBoundary = { isNetworkOwn: false, isFirewalled: false, hasOwnUser: null };

/** The part of the item “host access” that says whose the OS user is. */
type HostAccess = {
  readonly verdict: Verdict;
  readonly sharing: readonly Pick<Sharing, "kind">[];
  readonly defects: readonly { readonly id: string }[];
};
type SeenSetting = { readonly setting: HardeningSetting; readonly observed: ObservedSetting };

/**
 * What stands around a tenant, from what its host shows now and what the last
 * check saw. A setting that is asked for and can't be seen doesn't count.
 *
 * @param settings none where its host can't be asked
 * @param access of its checklist; left out where there is none
 */
export function seenBoundary(settings: readonly SeenSetting[], access: HostAccess | undefined): SeenBoundary {
  const isOn = (name: HardeningSetting) =>
    settings.some(({ setting, observed }) => setting === name && observed === "on");
  return {
    isNetworkOwn: isOn("network-namespace"),
    isFirewalled: isOn("loopback-firewall"),
    hasOwnUser: access === undefined ? null : ownsUser(access),
  };
}

/** That it was shared is believed however long ago; that it is not, only while it counts. */
function ownsUser({ verdict, sharing, defects }: HostAccess): boolean | null {
  const isShared = sharing.some(({ kind }) => kind === "uid");
  if (isShared || defects.some(({ id }) => id === "host-access.shared-user")) return false;
  return verdict === "not-measured" ? null : true;
}
