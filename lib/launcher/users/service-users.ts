import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { promisify } from "node:util";
import type { RunAs } from "#lib/launcher/process/run-as.ts";
import { LaunchError, messageOf } from "#lib/launcher/terminal/launch-error.ts";

const run = promisify(execFile);
type ServiceUser = NonNullable<RunAs>;

/** Who the web and the database run as: two users of this installation alone, so that neither reads the other's files. */
export type ServiceUsers = { readonly web: ServiceUser; readonly database: ServiceUser };

/**
 * The system accounts of an installation, created if absent. They have no password, no home and no shell.
 *
 * @param home the installation's; must exist
 * @throws LaunchError when an account of such a name can log in, which means it is somebody else's
 */
export async function ensureServiceUsers(home: string): Promise<ServiceUsers> {
  const names = await serviceUserNames(home);
  return { web: await ensureUser(names.web), database: await ensureUser(names.database) };
}

/** Their names. */
export async function serviceUserNames(home: string): Promise<{ web: string; database: string }> {
  const place = await placeName(home);
  return { web: `bulkhead-web-${place}`, database: `bulkhead-db-${place}` };
}

/** What the host's names for an installation's things end with: of its place, so that two on one host share none. */
export async function placeName(home: string): Promise<string> {
  const place = await realpath(home).catch((error: NodeJS.ErrnoException) => {
    // It is going to be made.
    if (error.code === "ENOENT") return home;
    throw error;
  });
  return createHash("sha256").update(place).digest("hex").slice(0, 8);
}

async function ensureUser(name: string): Promise<ServiceUser> {
  const existing = await findUser(name);
  if (existing) return existing;
  const options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];
  try {
    await run("useradd", [...options, "--shell", "/usr/sbin/nologin", "--comment", "Bulkhead", name], {
      env: { NODE_ENV: "production", PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    });
  } catch (error) {
    throw new LaunchError(
      `The OS user "${name}" could not be created: ${messageOf(error)}`,
      "Create it as a system user without a login shell, then start again.",
      { cause: error },
    );
  }
  const created = await findUser(name);
  if (created) return created;
  throw new LaunchError(
    `The OS user "${name}" was created and is not in /etc/passwd.`,
    "Check the host's account settings, then start again.",
  );
}

async function findUser(name: string): Promise<ServiceUser | null> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(":");
  if (!fields) return null;
  const [uid, gid, shell] = [Number(fields[2]), Number(fields[3]), fields[6] ?? ""];
  if (uid > 0 && /\/(nologin|false)$/.test(shell)) return { uid, gid };
  throw new LaunchError(
    `This host has an OS user "${name}" that can log in (${shell || "no shell named"}), so it isn't Bulkhead's.`,
    "Rename that account, or give it the shell /usr/sbin/nologin if it was made for Bulkhead.",
  );
}
