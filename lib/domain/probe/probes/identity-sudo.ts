import type { ProbeRecord } from "../record/probe-record.ts";

export const identitySudo = {
  id: "identity.sudo",
  family: "identity",
  attempt: "become another user with sudo",
  risk: "This tenant can become root or another tenant.",
  remedy: "Remove the sudo rule.",
  tried: "at-host",
  needs: [],
  control: "root-at-places",
  otherHalf: "sudo-rules",
  openedBy: { "sudo-rule": "there" },
} as const satisfies ProbeRecord;
