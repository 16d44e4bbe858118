import { confinement } from "./confinement.ts";
import { environmentFile, type ServicePlan, unitName } from "./service-plan.ts";
import { atEveryBoot, restart, unitHead } from "./unit-parts.ts";

/** What serves the dashboard and takes no jobs. */
export function webUnit(plan: ServicePlan): string {
  const capabilities = plan.port < 1024 ? "CAP_NET_BIND_SERVICE" : "";
  return `${unitHead(plan, { description: "dashboard", after: othersOf(plan) })}

[Service]
Type=exec
ExecStart=${plan.web.node} ${plan.web.entry}
# How Next ends when it is told to.
SuccessExitStatus=143
${asWeb(plan, "web")}
${confinement(plan, { capabilities })}
${atEveryBoot}`;
}

/** What takes the jobs and follows the agent, from the same build. */
export function workerUnit(plan: ServicePlan): string {
  return `${unitHead(plan, { description: "jobs", after: othersOf(plan) })}

[Service]
Type=exec
ExecStart=${plan.web.node} ${plan.web.worker}
${asWeb(plan, "worker")}
${confinement(plan)}
${atEveryBoot}`;
}

/** Started after them and not bound to them: it waits by itself for one that is away. */
function othersOf(plan: ServicePlan): string {
  const own = plan.postgres === null ? [] : [`${unitName(plan, "database")}.service`];
  return ["network.target", ...own, `${unitName(plan, "agent")}.service`].join(" ");
}

/** Both come to the agent and the database as the same OS user. */
function asWeb(plan: ServicePlan, role: "web" | "worker"): string {
  return `WorkingDirectory=${plan.web.directory}
User=${plan.users.web}
Group=${plan.users.web}
# Read by systemd as root, before it becomes that user: the database's password is in it.
EnvironmentFile=${environmentFile(plan, role)}
TimeoutStopSec=20
${restart}
# The last one is asked when a name is resolved.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK`;
}
