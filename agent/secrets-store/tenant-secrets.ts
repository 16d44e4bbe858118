import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { openFileIn, readFileIn } from "#agent/files/open-entry.ts";
import type { OpenedDirectory } from "#agent/files/opened-directory.ts";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace } from "#agent/files/tenant-place.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";

/** The tenant's secrets file. Only the Gateway's token is the agent's; other entries are kept as they are. */
const secretsSchema = z.looseObject({ gateway: z.looseObject({ token: z.string().min(32) }) });

/** OpenClaw's own limit for a secrets file. */
const maxBytes = 1024 * 1024;

/** Whether a token had to be made, and whether a file that made no sense was put aside. */
export type EnsuredSecrets = "created" | "kept" | "replaced-damaged";

/**
 * Makes the secrets file be there, 0600 and the tenant's, with a token of 32
 * random bytes. An existing token is kept. The directory is the tenant's, so
 * it is held, what stands in it is opened without following links and without
 * waiting, and a new file is moved into place from where no tenant can reach.
 */
export async function ensureTenantSecrets(
  layout: TenantLayout,
  owner: { readonly uid: number; readonly gid: number },
): Promise<EnsuredSecrets> {
  await using opened = await openTenantPlace(layout, "secrets", owner.uid);
  const { tree, place } = opened;
  const name = path.basename(layout.secretsFile);
  const existing = await stateOf(place, name, owner.uid);
  if (existing === "usable") return "kept";
  if (existing === "damaged") {
    const aside = `${name}.damaged-${randomBytes(4).toString("hex")}`;
    // The tenant may have taken it away itself meanwhile.
    await rename(place.at(name), place.at(aside)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
  const secrets = { gateway: { token: randomBytes(32).toString("base64url") } };
  const ownership = { mode: 0o600, uid: owner.uid, gid: owner.gid };
  await replaceFile(place, name, `${JSON.stringify(secrets, null, 2)}\n`, ownership, tree);
  return existing === "damaged" ? "replaced-damaged" : "created";
}

/** Read through the directory that is held; whatever else stands there than a plain file of the tenant's is damaged. */
async function stateOf(
  place: OpenedDirectory,
  name: string,
  uid: number,
): Promise<"usable" | "missing" | "damaged"> {
  try {
    const bytes = await readFileIn(place, name, uid, maxBytes);
    if (bytes === null) return "missing";
    if (!secretsSchema.safeParse(parseOrNull(bytes.toString("utf8"))).success) return "damaged";
    await using file = await openFileIn(place, name, uid, constants.O_RDONLY);
    if (file !== null && ((await file.stat()).mode & 0o7777) !== 0o600) await file.chmod(0o600);
    return "usable";
  } catch (error) {
    const isForeign = error instanceof AgentFailure && error.detail.code === "PATH_FOREIGN";
    // An agent that isn't root can't read a file of its own that is closed to it.
    if (isForeign || (error as NodeJS.ErrnoException).code === "EACCES") return "damaged";
    throw error;
  }
}
