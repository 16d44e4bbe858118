import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { RunAs } from "#lib/launcher/process/run-as.ts";

/** File with the key that signs sessions. */
export function authSecretFile(paths: InstallationPaths): string {
  return path.join(paths.web, "auth-secret");
}

/** Makes the session key once: a new one would sign everybody out. */
export async function ensureAuthSecret(paths: InstallationPaths, web: RunAs): Promise<void> {
  const file = authSecretFile(paths);
  const existing = await readFile(file, "utf8").catch(() => "");
  if (existing.trim() === "") await writeSecretFile(file, `${newSecret()}\n`, web);
}

/** Gives agent and web a new common bearer secret. Both are started after this, so each start may have its own. */
export async function renewAgentToken(paths: InstallationPaths, web: RunAs): Promise<void> {
  const token = `${newSecret()}\n`;
  await writeSecretFile(paths.agentToken, token, null);
  await writeSecretFile(paths.webAgentToken, token, web);
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Puts a file that its owner alone may read in the place of another, as a whole. */
export async function writeSecretFile(file: string, text: string, owner: RunAs): Promise<void> {
  const unfinished = `${file}.new`;
  await rm(unfinished, { force: true });
  const handle = await open(unfinished, "wx", 0o600);
  try {
    await handle.writeFile(text);
    if (owner) await handle.chown(owner.uid, owner.gid);
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}
