import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdir, readFile } from "node:fs/promises";
import { z } from "zod";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { readBootId } from "#agent/proc/boot-id.ts";
import { agentUid } from "#agent/system/agent-uid.ts";
import { type InstallationPaths, installationPaths } from "#lib/domain/host/installation-paths.ts";
import type { Logger } from "#lib/log/logger.ts";
import type { AgentContext } from "./context/context.ts";
import type { Clock } from "./context/moment.ts";
import { writeFileAtomic } from "./files/write-file-atomic.ts";

const keyBytes = 32;
const installationSchema = z.object({ installationId: z.uuid() });

/** Makes the agent's own directories, with the modes that the paths promise. Needs no lock. */
export async function prepareHome(home: string): Promise<InstallationPaths> {
  const paths = installationPaths(home);
  await mkdir(home, { recursive: true, mode: 0o755 });
  const modes = [
    [paths.agent, 0o700],
    [paths.run, 0o711],
    [paths.tenants, 0o711],
  ] as const;
  for (const [directory, mode] of modes) {
    await mkdir(directory, { recursive: true });
    await chmod(directory, mode);
  }
  return paths;
}

/**
 * Reads what the agent must know of its installation, making it the first time.
 * Fails when a file is there and damaged: a new key would make every
 * fingerprint taken before meaningless, without anybody noticing.
 */
export async function loadContext(
  paths: InstallationPaths,
  log: Logger,
  clock: Clock,
  own: Pick<AgentContext, "closedPorts" | "dashboardPort"> = { closedPorts: new Map(), dashboardPort: null },
): Promise<AgentContext> {
  const uid = agentUid();
  return {
    paths,
    isRoot: uid === 0,
    uid,
    gid: process.getgid?.() ?? 0,
    bootId: await readBootId(),
    installationId: await loadInstallationId(paths.installation),
    fingerprintKey: await loadFingerprintKey(paths.fingerprintKey),
    hardening: await detectHostHardening(uid === 0, paths.agent),
    closedPorts: own.closedPorts,
    dashboardPort: own.dashboardPort,
    log,
    ...clock,
  };
}

async function loadInstallationId(file: string): Promise<string> {
  const made = { installationId: randomUUID() };
  const content = await readOrCreate(file, Buffer.from(`${JSON.stringify(made)}\n`));
  try {
    return installationSchema.parse(JSON.parse(content.toString("utf8"))).installationId;
  } catch (error) {
    throw new Error(`${file} is damaged. Restore it from a backup: tenants are recognised by it.`, {
      cause: error,
    });
  }
}

async function loadFingerprintKey(file: string): Promise<Buffer> {
  const key = await readOrCreate(file, randomBytes(keyBytes));
  if (key.length === keyBytes) return key;
  throw new Error(`${file} is damaged. Restore it from a backup: fingerprints are compared by it.`);
}

async function readOrCreate(file: string, content: Buffer): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  await writeFileAtomic(file, content, { mode: 0o600 });
  return content;
}
