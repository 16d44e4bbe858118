import { chmod } from "node:fs/promises";
import type { AgentContext } from "#agent/context.ts";
import { closeProgram } from "#agent/runtime-store/close-program.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
import { setHardening } from "./set-hardening.ts";

/** All that only the user was in the way of, with the view and the kernel's filter that this takes away too. */
const openToOneUser: readonly ProbeId[] = [
  ...(["files.state", "files.config", "files.workspace", "files.logs", "files.backups"] as const),
  ...(["files.secrets", "files.write", "process.cmdline", "process.signal", "gateway.health"] as const),
  ...([
    "identity.namespaces",
    "port.control",
    "port.relay",
    "port.cdp",
    "identity.uid",
    "identity.gid",
  ] as const),
  ...(["shared.tmp", "shared.var-tmp", "shared.dev-shm", "shared.tmp-names"] as const),
  ...(["shared.caches", "shared.socket-file"] as const),
];
const openToBothUsers: readonly ProbeId[] = openToOneUser
  .filter((probe) => /^(identity|port|shared)\./.test(probe) && probe !== "identity.namespaces")
  .concat(["squat.base-ipv4", "squat.base-ipv6", "squat.derived"]);

/** What a Gateway shows to its own user besides, where that may read the program that it runs. */
const openMemory: readonly ProbeId[] = [
  ...(["process.environ", "process.cwd", "process.fds", "process.maps", "process.ptrace"] as const),
];

/** What a stopped tenant gets at of one that runs. */
export const neighbourLeaks: readonly Leak[] = [
  {
    id: "running-no-firewall",
    title: "The firewall around a running Gateway is gone",
    stage: "neighbour",
    expected: ["gateway.health", "port.control", "port.relay", "port.cdp"],
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall),
    async plant({ context, registry, target }) {
      const { hardening } = registry.require(target.slug);
      await setHardening(context, registry, target.slug, { ...hardening, "loopback-firewall": false });
      return () => setHardening(context, registry, target.slug, hardening);
    },
  },
  {
    id: "processes-in-sight",
    title: "A tenant sees the processes of the whole host",
    stage: "neighbour",
    expected: ["process.cmdline", "identity.namespaces"],
    unavailable: async ({ hardening }) => noteOf(hardening.privateView) ?? noteOf(hardening.kernelFilter),
    async plant({ context, registry, source }) {
      const { hardening } = registry.require(source.slug);
      await setHardening(context, registry, source.slug, { ...hardening, "private-view": false });
      return () => setHardening(context, registry, source.slug, hardening);
    },
  },
  {
    id: "one-user",
    title: "Two tenants run as one OS user",
    stage: "neighbour",
    expected: openToOneUser,
    expectedBack: openToBothUsers,
    unavailable: wallsMissing,
    plant: makeOneUser,
  },
  {
    id: "open-memory",
    title: "Two tenants run as one OS user, which may read the program that a Gateway runs",
    stage: "neighbour",
    expected: [...openToOneUser, ...openMemory],
    expectedBack: openToBothUsers,
    unavailable: wallsMissing,
    async plant(pair) {
      const { context, target, restartTarget } = pair;
      if (restartTarget === undefined) throw new NotPlantable("It needs a Gateway that runs.");
      const { node } = runtimePaths(context.paths, target.runtimeVersion);
      // Only while the target is started: whatever else is started meanwhile would be open as well.
      await chmod(node, 0o755);
      await restartTarget().finally(() => closeProgram(node));
      const undo = await makeOneUser(pair);
      return async () => {
        await undo();
        await restartTarget();
      };
    },
  },
];

async function wallsMissing({ hardening }: AgentContext): Promise<string | null> {
  const { loopbackFirewall, privateView, kernelFilter } = hardening;
  return noteOf(loopbackFirewall) ?? noteOf(privateView) ?? noteOf(kernelFilter);
}

/** Lets the source run as the target's user, in the host's view. */
async function makeOneUser({ context, registry, source, target }: Pair): Promise<() => Promise<void>> {
  const before = registry.require(source.slug);
  const { uid, gid } = target;
  await registry.update(source.slug, (record) => ({ ...record, uid, gid }));
  const open = { ...before.hardening, "private-view": false };
  await setHardening(context, registry, source.slug, open);
  return async () => {
    await registry.update(source.slug, (record) => ({ ...record, uid: before.uid, gid: before.gid }));
    await setHardening(context, registry, source.slug, before.hardening);
  };
}

function noteOf({
  isAvailable,
  note,
}: {
  readonly isAvailable: boolean;
  readonly note: string;
}): string | null {
  return isAvailable ? null : note;
}
