import type { ServicePlan } from "./service-plan.ts";

/**
 * What web, worker and database are kept from: becoming anybody else, writing anywhere but where the
 * unit says, devices, kernel settings, other users' processes, and system calls that no such program needs.
 * Memory that is written and then run stays allowed, which is how JavaScript becomes fast.
 */
export function confinement(
  { paths }: Pick<ServicePlan, "paths">,
  { capabilities = "" }: { readonly capabilities?: string } = {},
): string {
  return `NoNewPrivileges=yes
CapabilityBoundingSet=${capabilities}
AmbientCapabilities=${capabilities}
ProtectSystem=strict
ProtectHome=${isBelowHomes(paths.home) ? "read-only" : "yes"}
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
LimitCORE=0
UMask=0077`;
}

/** An installation there would be hidden from its own programs. */
function isBelowHomes(home: string): boolean {
  return /^\/(home|root|run\/user)(\/|$)/.test(home);
}
