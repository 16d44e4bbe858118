import { randomInt } from "node:crypto";
import type { Ability } from "#agent/context/host-hardening.ts";
import { endForwarder, ensureForwarder } from "#agent/network/forwarder.ts";
import { removeRefusals } from "#agent/network/refuse-addresses.ts";
import { removeInside } from "#agent/network/refuse-inside.ts";
import { runTool } from "#agent/network/run-tool.ts";
import type { HardeningSetting } from "#lib/domain/hardening/setting.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
import { setHardening } from "./set-hardening.ts";

/** Hardening that is taken away again: what it closed must be seen to open. */
export const hardeningLeaks = {
  "no-firewall": {
    title: "The firewall around a tenant's ports is gone",
    stage: "one-network",
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall),
    plant: (pair) => takeAway(pair, [pair.target], "loopback-firewall"),
  },
  // What makes the view puts up the kernel's filter, too.
  "no-private-view": {
    title: "Two tenants see the host's /tmp and leave files there for everybody",
    stage: "one-network",
    umask: 0o022,
    unavailable: async ({ hardening }) => noteOf(hardening.privateView) ?? noteOf(hardening.kernelFilter),
    plant: (pair) => takeAway(pair, [pair.source, pair.target], "private-view"),
  },
  "no-kernel-filter": {
    title: "Two tenants can make namespaces of their own",
    stage: "hardened",
    unavailable: async ({ hardening }) => noteOf(hardening.kernelFilter),
    plant: (pair) => takeAway(pair, [pair.source, pair.target], "kernel-filter"),
  },
  "one-network": {
    title: "Two tenants are in the host's network, with its abstract sockets",
    stage: "hardened",
    unavailable: async ({ hardening }) => noteOf(hardening.networkNamespace),
    plant: (pair) => takeAway(pair, [pair.source, pair.target], "network-namespace"),
  },
  "no-network-no-firewall": {
    title: "Two tenants are in the host's network, and no firewall is around their ports",
    stage: "hardened",
    unavailable: async ({ hardening }) =>
      noteOf(hardening.networkNamespace) ?? noteOf(hardening.loopbackFirewall),
    plant: (pair) => takeAway(pair, [pair.source, pair.target], "network-namespace", "loopback-firewall"),
  },
  "no-refusals": {
    title: "A tenant's own network is let out, and nothing refuses it the host's addresses",
    stage: "hardened",
    unavailable: async ({ hardening }) => noteOf(hardening.networkNamespace),
    plant: openToTheHost,
  },
} as const satisfies Readonly<Record<string, Leak>>;

/** The host's address is one that no network of a tenant's has as its own. It goes by itself if nobody takes it away. */
async function openToTheHost({ context, source }: Pair): Promise<() => Promise<void>> {
  const { program } = context.hardening.networkNamespace;
  const address = `203.0.113.${randomInt(1, 255)}/32`;
  const lifetime = ["valid_lft", "600", "preferred_lft", "600"];
  const added = await runTool(program, ["address", "add", address, "dev", "lo", ...lifetime]);
  if (added.exitCode !== 0)
    throw new NotPlantable(`The host could not be given another address: ${added.stderr}`);
  const close = async () => {
    await runTool(program, ["address", "delete", address, "dev", "lo"]);
    await endForwarder(source);
    await removeRefusals(context, source);
  };
  try {
    await ensureForwarder(context, source, { slug: source.slug, inward: null, outward: [] });
    await removeRefusals(context, source);
    await removeInside(context, source.slug);
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

function noteOf({ isAvailable, note }: Ability): string | null {
  return isAvailable ? null : note;
}

async function takeAway(
  { context, registry }: Pair,
  tenants: readonly Pair["target"][],
  ...settings: readonly HardeningSetting[]
): Promise<() => Promise<void>> {
  const off = Object.fromEntries(settings.map((setting) => [setting, false]));
  const before = tenants.map(({ slug }) => ({ slug, hardening: registry.require(slug).hardening }));
  for (const { slug, hardening } of before) {
    await setHardening(context, registry, slug, { ...hardening, ...off });
  }
  return async () => {
    for (const { slug, hardening } of before) await setHardening(context, registry, slug, hardening);
  };
}
