import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { OpenedDirectory } from "#agent/files/opened-directory.ts";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace } from "#agent/files/tenant-place.ts";
import { parseOrNull } from "#agent/probes/runner/parse-bounded.ts";
import type { TenantLayout } from "./tenant-layout.ts";

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
  const existing = await readSecrets(place, name, owner.uid);
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

async function readSecrets(
  place: OpenedDirectory,
  name: string,
  uid: number,
): Promise<"usable" | "missing" | "damaged"> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(place.at(name), flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    if (["ELOOP", "ENXIO", "ENODEV", "EACCES"].includes(error.code ?? "")) return "damaged" as const;
    throw error;
  });
  if (handle === null) return "missing";
  if (handle === "damaged") return "damaged";
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.uid !== uid || stat.nlink !== 1 || stat.size > maxBytes) return "damaged";
    const bytes = Buffer.alloc(maxBytes);
    const { bytesRead } = await handle.read(bytes, 0, maxBytes, 0);
    const parsed = secretsSchema.safeParse(parseOrNull(bytes.toString("utf8", 0, bytesRead)));
    if (!parsed.success) return "damaged";
    if ((stat.mode & 0o7777) !== 0o600) await handle.chmod(0o600);
    return "usable";
  } finally {
    await handle.close();
  }
}
