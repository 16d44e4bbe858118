import { open as openFile } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { lstatOrNull } from "#agent/files/owned-directory.ts";
import { networkAt, networkOf } from "#agent/proc/network-of.ts";
import { networkOfGateway } from "#agent/proc/whereabouts.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { networkName, networkPlace } from "./network-place.ts";
import { runTool } from "./run-tool.ts";

/** True when the name stands for a network of the tenant's own; false also for what an interrupted call left half made. */
export function isNamespaceThere(slug: Slug): boolean {
  const network = networkAt(networkPlace(slug));
  return network !== null && network !== networkOf("self");
}

/**
 * Makes the tenant's network, with nothing in it but its own loopback. No-op
 * when it is there.
 *
 * @returns whether it had to be made
 * @throws AgentFailure START_FAILED with the host's own words
 */
export async function ensureNamespace(context: AgentContext, slug: Slug): Promise<boolean> {
  const isThere = isNamespaceThere(slug);
  if (!isThere) {
    await removeNamespace(context, slug);
    await ip(context, ["netns", "add", networkName(slug)]);
  }
  // Whoever was interrupted between the two left it down.
  await ip(context, ["-n", networkName(slug), "link", "set", "lo", "up"]);
  return !isThere;
}

/**
 * Gives the network that a Gateway was put into the tenant's name again, after
 * somebody took the name away. The network is held open first and looked at
 * then: what the name stands for is the one that was looked at, wherever the
 * process goes meanwhile.
 *
 * @throws AgentFailure START_FAILED, also where the process isn't in the network that it was put into
 */
export async function renameNamespace(
  context: AgentContext,
  slug: Slug,
  gateway: ProcessIdentity,
): Promise<void> {
  await removeNamespace(context, slug);
  await using held = await openFile(`/proc/${gateway.pid}/ns/net`, "r");
  const network = networkOfGateway(gateway);
  if (network === null || networkAt(`/proc/self/fd/${held.fd}`) !== network) {
    throw new AgentFailure(
      "START_FAILED",
      "What runs in the Gateway's place is not in the network that Bulkhead made for it, so its network was not given a name again.",
      "Restart the Gateway.",
    );
  }
  // `ip` takes a process: itself, once it is in that very network.
  const name = networkName(slug);
  const program = context.hardening.networkNamespace.program || "ip";
  await carryOut({
    file: "/usr/bin/nsenter",
    args: [
      `--net=/proc/${process.pid}/fd/${held.fd}`,
      "--",
      "/bin/sh",
      "-c",
      'exec "$0" netns attach "$1" $$',
      program,
      name,
    ],
  });
}

/**
 * Takes the name away. The network itself goes with the last process in it,
 * and its forwarder ends by itself. No-op when it isn't there.
 *
 * @returns whether there was one
 */
export async function removeNamespace(context: AgentContext, slug: Slug): Promise<boolean> {
  const isThere = async () => (await lstatOrNull(networkPlace(slug))) !== null;
  if (!(await isThere())) return false;
  try {
    await ip(context, ["netns", "delete", networkName(slug)]);
  } catch (error) {
    // Somebody else may have been faster.
    if (await isThere()) throw error;
  }
  return true;
}

async function ip(context: AgentContext, args: readonly string[]): Promise<void> {
  // A host that can't make networks any more may still have to remove one.
  const file = context.hardening.networkNamespace.program || "ip";
  await carryOut({ file, args });
}

async function carryOut(command: { readonly file: string; readonly args: readonly string[] }): Promise<void> {
  const result = await runTool(command.file, command.args);
  if (result.exitCode === 0) return;
  throw new AgentFailure(
    "START_FAILED",
    `The tenant's own network could not be changed: ${result.stderr.trim().split("\n")[0]?.slice(0, 300) ?? ""}`,
    "Look at the host's `ip netns list`, put it right, then try again.",
    { isRetryable: true },
  );
}
