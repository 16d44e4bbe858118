import type { Ability } from "#agent/hardening/host-hardening.ts";
import type { HardeningSetting } from "#lib/domain/hardening/setting.ts";
import type { Leak, Pair } from "./leak.ts";
import { setHardening } from "./set-hardening.ts";

/** Hardening that is taken away again: what it closed must be seen to open. */
export const hardeningLeaks: readonly Leak[] = [
  {
    id: "no-firewall",
    title: "The firewall around a tenant's ports is gone",
    stage: "hardened",
    expected: [
      ...(["port.control", "port.relay", "port.cdp"] as const),
      ...(["squat.base-ipv4", "squat.base-ipv6", "squat.derived"] as const),
    ],
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall),
    plant: (pair) => takeAway(pair, [pair.target], "loopback-firewall"),
  },
  {
    id: "no-private-view",
    title: "Two tenants see the host's /tmp and leave files there for everybody",
    stage: "hardened",
    expected: [...(["shared.tmp", "shared.var-tmp", "shared.dev-shm"] as const)],
    expectedBack: [...(["shared.tmp", "shared.var-tmp", "shared.dev-shm"] as const)],
    umask: 0o022,
    unavailable: async ({ hardening }) => noteOf(hardening.privateView),
    plant: (pair) => takeAway(pair, [pair.source, pair.target], "private-view"),
  },
];

function noteOf({ isAvailable, note }: Ability): string | null {
  return isAvailable ? null : note;
}

async function takeAway(
  { context, registry }: Pair,
  tenants: readonly Pair["target"][],
  setting: HardeningSetting,
): Promise<() => Promise<void>> {
  const before = tenants.map(({ slug }) => ({ slug, hardening: registry.require(slug).hardening }));
  for (const { slug, hardening } of before) {
    await setHardening(context, registry, slug, { ...hardening, [setting]: false });
  }
  return async () => {
    for (const { slug, hardening } of before) await setHardening(context, registry, slug, hardening);
  };
}
