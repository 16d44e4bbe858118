import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { writeSecretFile } from "#lib/launcher/files/secret-files.ts";
import { LaunchError, messageOf } from "#lib/launcher/terminal/launch-error.ts";

const recordSchema = z.object({
  /** What the names of its units begin with. */
  prefix: z.string(),
  /** What it was installed with, for the next time and for the other commands. */
  variables: z.record(z.string(), z.string()),
  /** Of the database's web role; unused where DATABASE_URL names a server of one's own. */
  webPassword: z.string(),
});

/** What an installation that is a service of this host remembers of that. */
export type ServiceRecord = z.infer<typeof recordSchema>;

function recordFile(paths: InstallationPaths): string {
  return path.join(paths.service, "service.json");
}

/** Null when the installation is no service of this host, or this user may not know. */
export function readServiceRecord(paths: InstallationPaths): ServiceRecord | null {
  const file = recordFile(paths);
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EACCES") return null;
    throw new LaunchError(
      `What the service remembers can't be understood (${file}): ${messageOf(error)}`,
      "Remove that file and run `npm run install-service` with all your settings once more.",
      { cause: error },
    );
  }
}

/** @param paths whose directory of the service is there */
export function writeServiceRecord(paths: InstallationPaths, record: ServiceRecord): Promise<void> {
  return writeSecretFile(recordFile(paths), `${JSON.stringify(record)}\n`, null);
}

const remembered =
  /^(PORT|BULKHEAD_(BIND|URL|TRUSTED_PROXIES|PORT_FIRST|PORT_LAST|LOG_LEVEL)|DATABASE_URL|TZ|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|npm_config_(registry|cafile|proxy|https_proxy|noproxy))$/i;

/** What of an environment is remembered: settings, and how to reach the package registry. An empty variable is none. */
export function rememberedVariables(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const chosen = Object.entries(variables).flatMap(([name, value]) =>
    remembered.test(name) && value ? [[name, value] as const] : [],
  );
  return Object.fromEntries(chosen);
}
