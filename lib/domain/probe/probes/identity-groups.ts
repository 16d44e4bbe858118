import type { ProbeRecord } from "../record/probe-record.ts";

export const identityGroups = {
  id: "identity.groups",
  family: "identity",
  attempt: "use a supplementary group that opens the host",
  risk: "This tenant's user is in a group that reaches other tenants.",
  remedy: "Remove the tenant's user from the group.",
  tried: "by-agent",
  needs: [],
  control: "root-in-accounts",
  openedBy: { "powerful-group": "there" },
} as const satisfies ProbeRecord;
