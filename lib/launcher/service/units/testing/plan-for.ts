import path from "node:path";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";
import { postgresPaths } from "#lib/launcher/postgres/postgres-paths.ts";
import type { ServicePlan } from "#lib/launcher/service/units/service-plan.ts";
import { webProgram } from "#lib/launcher/web/stage-web.ts";

/** The plan of an installation that isn't there. */
export function planFor(home: string, bin = path.join(home, "program", "bin")): ServicePlan {
  const paths = installationPaths(home);
  const [postgres, initdb, pgCtl] = ["postgres", "initdb", "pg_ctl"].map((name) => path.join(bin, name));
  return {
    prefix: "bulkhead",
    root: "/opt/clone",
    paths,
    node: process.execPath,
    web: webProgram(paths, "0123456789abcdef"),
    postgres: {
      program: { postgres: postgres ?? "", initdb: initdb ?? "", pgCtl: pgCtl ?? "", major: "18" },
      paths: postgresPaths(paths.postgres, paths.postgresSocket),
    },
    users: { web: "bulkhead-web-01234567", database: "bulkhead-db-01234567" },
    port: 3000,
  };
}
