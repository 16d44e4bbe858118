import path from "node:path";
import { serverFlags } from "#lib/launcher/postgres/server-flags.ts";
import { confinement } from "./confinement.ts";
import type { ServicePlan } from "./service-plan.ts";
import { atEveryBoot, restart, unitHead } from "./unit-parts.ts";

/** @throws Error when DATABASE_URL names a server of one's own */
export function databaseUnit(plan: ServicePlan): string {
  if (plan.postgres === null) throw new Error("This installation has no database of its own.");
  const { program, paths } = plan.postgres;
  const flags = serverFlags(paths).join(" ");
  return `${unitHead(plan, { description: "database", after: "local-fs.target" })}

[Service]
# Up once it answers, after recovery if there is any to do.
Type=forking
ExecStart=${program.pgCtl} start --silent --wait --timeout=300 --pgdata=${paths.data} "--options=${flags}"
PIDFile=${path.join(paths.data, "postmaster.pid")}
WorkingDirectory=${paths.data}
User=${plan.users.database}
Group=${plan.users.database}
Environment=PATH=/usr/bin:/bin LC_ALL=C.UTF-8
TimeoutStartSec=330
# Its fast shutdown: it waits for nobody, and loses nothing.
KillSignal=SIGINT
KillMode=mixed
TimeoutStopSec=120
${restart}
# It listens on no port: a socket in a directory is the only way in.
PrivateNetwork=yes
RestrictAddressFamilies=AF_UNIX
ReadWritePaths=${paths.directory} ${paths.socketDirectory}
${confinement(plan)}
${atEveryBoot}`;
}
