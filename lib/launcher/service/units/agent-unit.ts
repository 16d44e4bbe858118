import path from "node:path";
import { environmentFile, type ServicePlan } from "./service-plan.ts";
import { atEveryBoot, restart, unitHead } from "./unit-parts.ts";

/** What would put up its rules later would take away the agent's. */
const afterFirewalls = "network.target nftables.service firewalld.service ufw.service";

/**
 * The agent is root and makes users, namespaces, mounts and firewall rules that must be the host's own:
 * in a mount namespace of its own (ProtectSystem, PrivateTmp and the like) the networks that it names
 * would be gone with it, and what is closed to it by a filter would be closed to every Gateway.
 */
export function agentUnit(plan: ServicePlan): string {
  const places = [plan.root, plan.paths.home];
  return `${unitHead(plan, { description: "host agent", after: afterFirewalls, places })}

[Service]
Type=exec
ExecStart=${plan.node} ${path.join(plan.root, "agent", "main.ts")}
WorkingDirectory=${plan.root}
EnvironmentFile=${environmentFile(plan, "agent")}
# The agent alone is stopped: Gateways are in this group of processes and outlive it. systemd's journal
# calls them left over then, and the next agent attaches to them.
KillMode=process
# Nor does it end because a Gateway took too much memory.
OOMPolicy=continue
TimeoutStopSec=30
${restart}
# All Gateways and what they start count here.
TasksMax=infinity
LimitNOFILE=524288
LimitCORE=0
UMask=0022
${atEveryBoot}`;
}
