import type { ProbeRecord } from "../record/probe-record.ts";

export const identityUid = {
  id: "identity.uid",
  family: "identity",
  attempt: "be the same OS user",
  risk: "Two tenants run as one OS user: files, processes and tokens are open to each other.",
  remedy: "Onboard each tenant at rung os-user on a host where the agent is root.",
  tried: "by-agent",
  needs: [],
  control: "root-in-accounts",
  openedBy: { "one-user": "both", "open-memory": "both" },
} as const satisfies ProbeRecord;
