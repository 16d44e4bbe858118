import type { ProbeRecord } from "../record/probe-record.ts";

export const identityContainerSocket = {
  id: "identity.container-socket",
  family: "identity",
  attempt: "open a container engine's socket",
  risk: "Whoever reaches the container engine is root on the host.",
  remedy: "Close the socket to tenants' users.",
  tried: "at-host",
  needs: [],
  control: "root-at-places",
  absence: "container-socket",
  isAbsenceWall: true,
  openedBy: { "container-socket": "there" },
} as const satisfies ProbeRecord;
