import { randomInt } from "node:crypto";
import { lstat } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { processTree } from "#agent/proc/process-tree.ts";
import { type LiveProcess, readCommandLine, readExecutable, readProcess } from "#agent/proc/read-process.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { HostAbsence } from "./absences.ts";
import { hiddenMount } from "./hidden-mounts.ts";
import type { Participant } from "./participant.ts";
import { hostPlace, sharedDirectories } from "./places.ts";
import { codeOf } from "./runner/finding.ts";
import type { HostDoors, Place, Prepare } from "./runner/protocol.ts";
import { runnerCommand } from "./runner-command.ts";
import { startRunner } from "./runner-session.ts";

const containerSockets = [
  "/run/docker.sock",
  "/var/run/docker.sock",
  "/run/podman/podman.sock",
  "/run/containerd/containerd.sock",
  "/run/crio/crio.sock",
  "/run/buildkit/buildkitd.sock",
  "/var/lib/incus/unix.socket",
  "/var/lib/lxd/unix.socket",
  "/run/libvirt/libvirt-sock",
];

/** The container engines' sockets that are there on this host, or that there is none at any of their places. */
export async function findContainerSockets(): Promise<{
  readonly sockets: readonly string[];
  readonly absences: ReadonlyMap<HostAbsence, string>;
}> {
  const looked = await Promise.all(
    containerSockets.map(async (file) => {
      try {
        return (await lstat(file)).isSocket() ? file : null;
      } catch (error) {
        // What can't be looked at may be one.
        return ["ENOENT", "ENOTDIR"].includes(codeOf(error)) ? null : undefined;
      }
    }),
  );
  const isNone = looked.every((file) => file === null);
  return {
    sockets: looked.flatMap((file) => file ?? []),
    absences: new Map(isNone ? [["container-socket", "This host has no container engine's socket."]] : []),
  };
}

/** Starts a tenant's runner and lets it plant what others are to look for. A failure is the participant's problem. */
export async function prepareParticipant(
  context: AgentContext,
  one: Participant,
  run: {
    readonly runId: string;
    readonly main: string;
    readonly containerSockets: readonly string[];
    readonly umask: number | null;
    readonly hasScriptedModel: boolean;
    readonly host: HostDoors;
  },
  signal: AbortSignal,
): Promise<void> {
  const { record, layout, gateway } = one;
  try {
    one.session = startRunner(runnerCommand(context, record, run.main), signal);
    one.prepared = await one.session.prepare({
      do: "prepare",
      runId: run.runId,
      canary: one.canary,
      umask: run.umask ?? gateway?.umask ?? null,
      secretsFile: layout.secretsFile,
      workspace: layout.workspace,
      canaryDirectories: [
        ...[layout.workspace, layout.state, layout.logs, layout.backups],
        ...[layout.credentials, layout.browser],
      ],
      sharedDirectories,
      // Two of the browser's range, in case somebody has one of them for a moment.
      ports: [2, 10, randomInt(11, 61), randomInt(61, 111)].map((offset) => record.basePort + offset),
      gateway: gateway?.innerInode ? { port: record.basePort, inode: gateway.innerInode } : null,
      runtimeAncestors: runtimeAncestors(context, record.runtimeVersion),
      containerSockets: run.containerSockets,
      hasScriptedModel: run.hasScriptedModel,
      host: run.host,
    } satisfies Prepare);
    one.runner = findRunner(one.session.pid, run.main);
    const hidden = gateway && one.runner ? hiddenMount(gateway.pid, one.runner.pid) : null;
    if (hidden !== null) {
      one.problem = `Its Gateway sees what was mounted at ${hidden.slice(0, 150)} after it was started, which a program started now does not. Restart the Gateway, or undo the mount.`;
    }
  } catch (error) {
    one.problem =
      error instanceof Error ? error.message.slice(0, 300) : "Its probe process could not be started.";
  }
}

/** A wrapper that makes the view has the program's name among its arguments too; only Node runs it. */
function findRunner(pid: number, main: string): LiveProcess | null {
  const isRunner = (each: number) =>
    readExecutable(each)?.endsWith("/node") && readCommandLine(each)?.includes(main);
  const found = processTree(pid).find(isRunner);
  return found === undefined ? null : readProcess(found);
}

/** Every directory from which Node would load a package or OpenClaw its code. */
function runtimeAncestors(context: AgentContext, version: string): Place[] {
  const { root } = runtimePaths(context.paths, version);
  const openclaw = path.join(root, "node_modules", "openclaw");
  const directories = [path.join(root, "bin"), openclaw];
  for (let at = path.join(root, "node_modules"); ; at = path.dirname(at)) {
    directories.push(at);
    if (at === path.dirname(at)) break;
  }
  return directories.flatMap((directory) => hostPlace(directory) ?? []);
}
