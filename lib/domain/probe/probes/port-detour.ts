import type { ProbeRecord } from "../record/probe-record.ts";

export const portDetour = {
  id: "port.detour",
  family: "ports",
  attempt:
    "get at the other tenant's Gateway or files through whatever else listens or is forwarded on this host",
  risk: "A relay or a server beside this tenant's own ports leads another tenant to its Gateway or its files.",
  remedy:
    "End the program that is named, or close what it listens on to other users, or take the named rule off the host's firewall; a network of its own keeps a tenant from listeners, and not from socket files.",
  tried: "by-agent",
  needs: [],
  control: "target-at-own-doors",
  openedBy: {
    "tcp-relay": "there",
    "socket-relay": "there",
    "reverse-proxy": "there",
    "port-forward": "there",
    "datagram-relay": "there",
    "file-server": "there",
  },
} as const satisfies ProbeRecord;
