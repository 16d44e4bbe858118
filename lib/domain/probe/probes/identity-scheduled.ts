import type { ProbeRecord } from "../record/probe-record.ts";

export const identityScheduled = {
  id: "identity.scheduled",
  family: "identity",
  attempt: "leave work behind in cron, at or a lingering service",
  risk: "This tenant can run things outside what Bulkhead supervises.",
  remedy: "Deny cron and at to tenants' users and turn lingering off.",
  tried: "at-host",
  needs: [],
  control: "root-at-places",
  otherHalf: "scheduled-work",
  openedBy: { lingering: "there" },
} as const satisfies ProbeRecord;
