import type { HardeningSetting } from "#lib/domain/hardening/setting.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
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
    async plant(pair) {
      const { isAvailable, note } = pair.context.hardening.loopbackFirewall;
      if (!isAvailable) throw new NotPlantable(note);
      return takeAway(pair, [pair.target], "loopback-firewall");
    },
  },
  {
    id: "no-private-view",
    title: "Two tenants see the host's /tmp, and one leaves a file there for everybody",
    stage: "hardened",
    expected: [...(["shared.tmp", "shared.var-tmp", "shared.dev-shm"] as const)],
    expectedBack: [...(["shared.tmp", "shared.var-tmp", "shared.dev-shm"] as const)],
    async plant(pair) {
      const { isAvailable, note } = pair.context.hardening.privateView;
      if (!isAvailable) throw new NotPlantable(note);
      // Their files are open to others only with an ordinary umask.
      const before = process.umask(0o022);
      const giveBack = await takeAway(pair, [pair.source, pair.target], "private-view");
      return async () => {
        process.umask(before);
        await giveBack();
      };
    },
  },
];

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
