import type { ProbeId } from "../probe.ts";
import type { ProbeDescription } from "./probe-description.ts";

function identity(attempt: string, risk: string, remedy: string): ProbeDescription {
  return { family: "identity", attempt, risk, remedy };
}

export const identityCatalogue: Record<Extract<ProbeId, `identity.${string}`>, ProbeDescription> = {
  "identity.uid": identity(
    "be the same OS user",
    "Two tenants run as one OS user: files, processes and tokens are open to each other.",
    "Onboard each tenant at rung os-user on a host where the agent is root.",
  ),
  "identity.gid": identity(
    "be in the other tenant's group",
    "Another tenant reads what this tenant's group may read, its configuration included.",
    "Remove the account from the group.",
  ),
  "identity.groups": identity(
    "use a supplementary group that opens the host",
    "This tenant's user is in a group that reaches other tenants.",
    "Remove the tenant's user from the group.",
  ),
  "identity.sudo": identity(
    "become another user with sudo",
    "This tenant can become root or another tenant.",
    "Remove the sudo rule.",
  ),
  "identity.container-socket": identity(
    "open a container engine's socket",
    "Whoever reaches the container engine is root on the host.",
    "Close the socket to tenants' users.",
  ),
  "identity.scheduled": identity(
    "leave work behind in cron, at or a lingering service",
    "This tenant can run things outside what Bulkhead supervises.",
    "Deny cron and at to tenants' users and turn lingering off.",
  ),
  "identity.namespaces": identity(
    "make a user and mount namespace of its own",
    "Inside a namespace of its own this tenant has all powers over it: most ways out of a boundary begin there.",
    "Turn on “Closed kernel doors”, which needs the private view, and restart the Gateway.",
  ),
};
