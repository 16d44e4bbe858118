import type { NetworkTools } from "#agent/context/host-hardening.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { NamedAddress } from "./allowed-host-ports.ts";
import { networkPlace } from "./network-place.ts";
import { withOwnDevice } from "./own-device.ts";

/** What a forwarder is to do for a tenant's network. */
export type Forwarding = {
  readonly slug: Slug;
  /** On 127.0.0.1 of the host and of the network, into it; null while nothing is to be reached there. */
  readonly inward: number | null;
  /** On 127.0.0.1 of both, out of it to the host. */
  readonly outward: readonly number[];
  /** At other addresses of the host, let through by its firewall. The program itself needn't know. */
  readonly named?: readonly NamedAddress[];
};

/** It enters the network with the first and gives it an address with the second, which it drops then. */
const capabilities = ["-all", "+sys_admin", "+net_admin"];
/** Newer versions lead to the network's other address unless told; a Gateway listens on its loopback alone. */
const toLoopback = "--host-lo-to-ns-lo";

/** The options beyond those that every version knows, by what a version says of itself. */
export function optionsOf(help: string): string[] {
  return help.includes(toLoopback) ? [toLoopback] : [];
}

/** Ports below are only for those who may. */
const firstOpenPort = 1024;

/**
 * What forwards into a tenant's network, and lets it out to where the host
 * gets, but not to the host itself. It runs as the tenant's user, so that the
 * host's firewall takes it for the tenant, without new privileges.
 */
export function forwarderArguments(
  { slug, inward, outward }: Forwarding,
  options: readonly string[],
): string[] {
  return [
    ...["--config-net", "--no-map-gw", ...options],
    // Left out, the last three would forward whatever listens, the host's own ports among them.
    ...["-t", inward === null ? "none" : `127.0.0.1/${inward}`, "-u", "none"],
    ...["-T", outward.length === 0 ? "none" : outward.join(","), "-U", "none"],
    ...["--netns-only", "--netns", networkPlace(slug), "-q"],
  ];
}

/** The same with the program, and what gives it a device and changes to the tenant's user before it. */
export function forwarderCommand(
  { forwarder, forwarderOptions }: Pick<NetworkTools, "forwarder" | "forwarderOptions">,
  { uid, gid }: { readonly uid: number; readonly gid: number },
  forwarding: Forwarding,
) {
  const needsLowPort = forwarding.outward.some((port) => port < firstOpenPort);
  const kept = [...capabilities, ...(needsLowPort ? ["+net_bind_service"] : [])].join(",");
  const sets = ["--inh-caps", "--ambient-caps", "--bounding-set"].map((option) => `${option}=${kept}`);
  const [file = "", ...before] = withOwnDevice;
  return {
    file,
    args: [
      ...[...before, "/usr/bin/setpriv"],
      ...[`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...sets, "--no-new-privs", "--"],
      ...[forwarder, ...forwarderArguments(forwarding, forwarderOptions)],
    ],
    cwd: "/",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
  };
}
