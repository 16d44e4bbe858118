import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { LaunchError, messageOf } from "./launch-error.ts";
import type { RunAs } from "./process/run-as.ts";

const run = promisify(execFile);
export const serviceUserName = "bulkhead";

/**
 * The system account that web and database run as, created if absent. It has
 * no password, no home and no shell.
 *
 * @throws LaunchError when an account of this name can log in, which means it is somebody else's
 */
export async function ensureServiceUser(): Promise<NonNullable<RunAs>> {
  const existing = await findUser(serviceUserName);
  if (existing) return existing;
  try {
    const options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];
    await run(
      "useradd",
      [...options, "--shell", "/usr/sbin/nologin", "--comment", "Bulkhead", serviceUserName],
      {
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      },
    );
  } catch (error) {
    throw new LaunchError(
      `The OS user "${serviceUserName}" could not be created: ${messageOf(error)}`,
      "Create it as a system user without a login shell, then start again.",
      { cause: error },
    );
  }
  const created = await findUser(serviceUserName);
  if (created) return created;
  throw new LaunchError(
    `The OS user "${serviceUserName}" was created and is not in /etc/passwd.`,
    "Check the host's account settings, then start again.",
  );
}

async function findUser(name: string): Promise<NonNullable<RunAs> | null> {
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
