import { prepareDirectories } from "#lib/launcher/files/prepare-directories.ts";
import { ensureAuthSecret } from "#lib/launcher/files/secret-files.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { ensureServiceUsers, type ServiceUsers } from "#lib/launcher/users/service-users.ts";
import { adoptFiles } from "./adopt-files.ts";

/**
 * Makes an installation's OS users, directories and the key of its sessions; safe to repeat.
 *
 * @returns the users of web and database; null without root, when everything runs as one user
 */
export async function prepareInstallation({ paths, isRoot }: Settings): Promise<ServiceUsers | null> {
  const users = isRoot ? await ensureServiceUsers(paths.home) : null;
  if (users) await adoptFiles(paths, users);
  await prepareDirectories(paths, users);
  await ensureAuthSecret(paths, users?.web ?? null);
  return users;
}
