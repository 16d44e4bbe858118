import type { ProbeRecord } from "../record/probe-record.ts";

export const identityGid = {
  id: "identity.gid",
  family: "identity",
  attempt: "be in the other tenant's group",
  risk: "Another tenant reads what this tenant's group may read, its configuration included.",
  remedy: "Remove the account from the group.",
  tried: "by-agent",
  needs: [],
  control: "root-in-accounts",
  openedBy: { "member-of-group": "there", "one-user": "both", "open-memory": "both" },
} as const satisfies ProbeRecord;
