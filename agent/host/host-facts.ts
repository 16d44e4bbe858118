import { constants } from "node:fs";
import { access, readFile, statfs } from "node:fs/promises";
import os from "node:os";
import type { AgentContext } from "#agent/context/context.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { listRuntimes } from "#agent/runtime-store/inspect-runtime.ts";
import { hostAbilities } from "#agent/tenant/tenant-hardening.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { parseMemory, parseOsName } from "./parse-host.ts";

export type HostFactsOptions = {
  readonly agentVersion: string;
  /** Ports from which tenants' blocks are taken; what listens elsewhere is left out. */
  readonly portRange?: { readonly first: number; readonly last: number };
};

/** What the host shows now. Sizes in bytes. */
export async function collectHostFacts(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  options: HostFactsOptions,
): Promise<HostFacts> {
  const portRange = options.portRange ?? defaultPortRange;
  const [memoryText, osText, disk, runtimes, rungs, listeningPorts] = await Promise.all([
    readFile("/proc/meminfo", "utf8"),
    readFile("/etc/os-release", "utf8").catch(() => ""),
    statfs(context.paths.home),
    listRuntimes(context.paths),
    listRungs(context),
    listPorts(portRange),
  ]);
  const memory = parseMemory(memoryText);
  return {
    installationId: context.installationId,
    hostname: os.hostname(),
    operatingSystem: parseOsName(osText) ?? os.type(),
    kernel: os.release(),
    bootId: context.bootId,
    agentVersion: options.agentVersion,
    isRoot: context.isRoot,
    cpuCount: os.availableParallelism(),
    memoryTotalBytes: memory.totalBytes,
    memoryAvailableBytes: memory.availableBytes,
    diskTotalBytes: disk.blocks * disk.bsize,
    diskFreeBytes: disk.bavail * disk.bsize,
    rungs,
    hardening: hostAbilities(context),
    runtimes,
    portRange,
    listeningPorts,
    tenants: registry.list().map(({ slug }) => slug),
    at: context.now().toISOString(),
  };
}

async function listRungs(context: AgentContext): Promise<HostFacts["rungs"]> {
  const missing = await missingPrograms(["setpriv", "useradd", "userdel", "groupadd", "groupdel"]);
  return [profileRung(context, missing), osUserRung(context, missing)];
}

function profileRung(context: AgentContext, missing: readonly string[]): HostFacts["rungs"][number] {
  if (context.isRoot) {
    return {
      rung: "profile",
      isAvailable: false,
      note: "The host agent runs as root, and a Gateway under this rung would run as root too. Use an OS user of its own.",
    };
  }
  if (missing.includes("setpriv")) {
    return { rung: "profile", isAvailable: false, note: "This host has no setpriv. Install util-linux." };
  }
  return {
    rung: "profile",
    isAvailable: true,
    note: "For cooperative tenants only: every Gateway runs as the same OS user, so each can read the others' files and signal their processes.",
  };
}

function osUserRung(context: AgentContext, missing: readonly string[]): HostFacts["rungs"][number] {
  if (!context.isRoot) {
    return {
      rung: "os-user",
      isAvailable: false,
      note: "The host agent does not run as root, so it can't create OS users. Start it as root to get this rung.",
    };
  }
  if (missing.length > 0) {
    const note = `This host lacks ${missing.join(", ")}. Install the packages passwd (or shadow-utils) and util-linux.`;
    return { rung: "os-user", isAvailable: false, note };
  }
  return {
    rung: "os-user",
    isAvailable: true,
    note: "Each Gateway runs as an OS user of its own. All tenants share this host's kernel and, where they have no network of their own, its loopback.",
  };
}

async function missingPrograms(names: readonly string[]): Promise<string[]> {
  const directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
  const checks = names.map(async (name) => {
    const found = await Promise.all(
      directories.map((directory) =>
        access(`${directory}/${name}`, constants.X_OK).then(
          () => true,
          () => false,
        ),
      ),
    );
    return found.includes(true) ? [] : [name];
  });
  return (await Promise.all(checks)).flat();
}

async function listPorts(range: { first: number; last: number }): Promise<HostFacts["listeningPorts"]> {
  const seen = new Map(
    (await listListeners())
      .filter(({ port }) => port >= range.first && port <= range.last)
      .map(({ port, uid }) => [`${port}:${uid}`, { port, uid }]),
  );
  return [...seen.values()].sort((a, b) => a.port - b.port || a.uid - b.uid);
}
