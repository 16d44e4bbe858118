import { postgresPaths } from "#lib/launcher/postgres/postgres-paths.ts";
import { postgresProgram } from "#lib/launcher/postgres/postgres-program.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { placeName, serviceUserNames } from "#lib/launcher/users/service-users.ts";
import { sourceHash } from "#lib/launcher/web/source-hash.ts";
import { webProgram } from "#lib/launcher/web/stage-web.ts";
import type { ServicePlan } from "./units/service-plan.ts";

/** What the units of an installation are going to say; nothing is made. */
export async function makePlan(root: string, settings: Settings): Promise<ServicePlan> {
  const { paths, port, databaseUrl } = settings;
  return {
    prefix: await unitPrefix(paths.home),
    root,
    paths,
    node: process.execPath,
    web: webProgram(paths, sourceHash(root)),
    postgres:
      databaseUrl === null
        ? {
            program: await postgresProgram(paths.program),
            paths: postgresPaths(paths.postgres, paths.postgresSocket),
          }
        : null,
    users: await serviceUserNames(paths.home),
    port,
  };
}

/** Short for the installation that a host usually has; another one's says which. */
export async function unitPrefix(home: string): Promise<string> {
  return home === "/var/lib/bulkhead" ? "bulkhead" : `bulkhead-${await placeName(home)}`;
}
