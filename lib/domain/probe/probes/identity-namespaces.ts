import type { ProbeRecord } from "../record/probe-record.ts";

export const identityNamespaces = {
  id: "identity.namespaces",
  family: "identity",
  attempt: "make a user and mount namespace of its own",
  risk: "Inside a namespace of its own this tenant has all powers over it: most ways out of a boundary begin there.",
  remedy: "Turn on “Closed kernel doors”, which needs the private view, and restart the Gateway.",
  tried: "at-host",
  needs: [],
  control: "root-in-namespace",
  openedBy: {
    "no-private-view": "both",
    "no-kernel-filter": "both",
    "processes-in-sight": "there",
    "one-user": "there",
    "open-memory": "there",
  },
} as const satisfies ProbeRecord;
