import { chmod } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { tableName } from "#agent/network/firewall-rules.ts";
import { closeProgram } from "#agent/runtime-store/close-program.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
import { setHardening } from "./set-hardening.ts";

/** What a stopped tenant gets at of one that runs. */
export const neighbourLeaks = {
  "running-no-firewall": {
    title: "The firewall around a running Gateway is gone",
    stage: "neighbour",
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall),
    async plant({ context, registry, target }) {
      const { hardening } = registry.require(target.slug);
      await setHardening(context, registry, target.slug, { ...hardening, "loopback-firewall": false });
      return () => setHardening(context, registry, target.slug, hardening);
    },
  },
  "firewall-passed": {
    title: "A rule that lets everything through stands before the firewall's own",
    stage: "neighbour",
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall),
    async plant({ context, registry }) {
      const rule = `insert rule inet ${tableName(context.installationId)} output accept`;
      const { exitCode, stderr } = await runCommand(
        { file: context.hardening.loopbackFirewall.program, args: [rule], cwd: "/", env: {} },
        { timeoutMs: 10_000 },
      );
      if (exitCode !== 0) throw new NotPlantable(stderr.trim().slice(0, 300));
      return async () => void (await applyFirewall(context, registry));
    },
  },
  "processes-in-sight": {
    title: "A tenant sees the processes of the whole host",
    stage: "neighbour",
    unavailable: async ({ hardening }) => noteOf(hardening.privateView) ?? noteOf(hardening.kernelFilter),
    async plant({ context, registry, source }) {
      const { hardening } = registry.require(source.slug);
      await setHardening(context, registry, source.slug, { ...hardening, "private-view": false });
      return () => setHardening(context, registry, source.slug, hardening);
    },
  },
  // Takes away the view, too, and with it the kernel's filter: what is left is what only the user was in the way of.
  "one-user": {
    title: "Two tenants run as one OS user",
    stage: "neighbour",
    unavailable: wallsMissing,
    plant: makeOneUser,
  },
  // What a Gateway shows to its own user besides, where that may read the program that it runs.
  "open-memory": {
    title: "Two tenants run as one OS user, which may read the program that a Gateway runs",
    stage: "neighbour",
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
} as const satisfies Readonly<Record<string, Leak>>;

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
