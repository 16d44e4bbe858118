import { randomBytes } from "node:crypto";
import { lchown, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { RunAs } from "./process/run-as.ts";

/** File with the key that signs sessions. */
export function authSecretFile(paths: InstallationPaths): string {
  return path.join(paths.web, "auth-secret");
}

/** Makes the session key once: a new one would sign everybody out. */
export async function ensureAuthSecret(paths: InstallationPaths, service: RunAs): Promise<void> {
  const file = authSecretFile(paths);
  const existing = await readFile(file, "utf8").catch(() => "");
  if (existing.trim() === "") await writeSecret(file, newSecret(), service);
}

/** Gives agent and web a new common bearer secret. Both are started after this, so each start may have its own. */
export async function renewAgentToken(paths: InstallationPaths, service: RunAs): Promise<void> {
  const token = newSecret();
  await writeSecret(paths.agentToken, token, null);
  await writeSecret(paths.webAgentToken, token, service);
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

async function writeSecret(file: string, secret: string, owner: RunAs): Promise<void> {
  const unfinished = `${file}.new`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, `${secret}\n`, { mode: 0o600, flag: "wx" });
  if (owner) await lchown(unfinished, owner.uid, owner.gid);
  await rename(unfinished, file);
}
