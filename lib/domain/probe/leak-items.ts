import type { Item } from "../checklist/item.ts";

/** Items of the self-test's two tenants that a leak turns red: they must, or with `perhaps` may on either side. */
export type OpenedItems = {
  readonly target?: readonly Item[];
  readonly source?: readonly Item[];
  readonly perhaps?: readonly Item[];
};

/** Whose user the source is made to be: its own belongs to somebody else, and all of the target's is open to it. */
const asTheOther = {
  source: ["state-directory", "workspace", "gateway-token", "logs", "backups", "host-access"],
  target: ["state-directory", "workspace", "gateway-token", "logs", "backups", "host-access"],
  // There as soon as a Gateway has made them.
  perhaps: ["browser-profile", "channel-credentials", "model-credentials"],
} as const satisfies OpenedItems;

/** By leak. One that is not named here turns no item red. */
export const leakItems = {
  "open-state": { target: ["state-directory"] },
  "open-config": { target: ["state-directory"] },
  "open-workspace": { target: ["workspace"] },
  "open-logs": { target: ["logs"] },
  "open-output": { target: ["logs", "state-directory"] },
  "open-cache": { target: ["state-directory"] },
  "open-backups": { target: ["backups"] },
  "open-secrets": { target: ["gateway-token"] },
  "open-browser": { target: ["browser-profile", "state-directory"] },
  "open-credentials": { target: ["channel-credentials", "state-directory"] },
  "mounted-elsewhere": { target: ["workspace", "state-directory"], source: ["state-directory"] },
  "other-owners": {
    target: ["state-directory", "workspace", "gateway-token", "logs", "backups"],
    source: ["state-directory"],
    // There as soon as a Gateway has made them.
    perhaps: ["browser-profile", "channel-credentials"],
  },
  "other-owners-on-host": { target: ["workspace", "state-directory"] },
  "tree-in-view": {
    target: ["state-directory", "workspace", "gateway-token", "logs", "backups"],
    source: ["state-directory"],
    perhaps: ["browser-profile", "channel-credentials"],
  },
  "runtime-ancestor": { source: ["host-access"] },
  "roaming-assistant": { target: ["workspace"] },
  "member-of-group": { target: ["host-access", "state-directory"] },
  "powerful-group": { source: ["host-access"] },
  "sudo-rule": { source: ["host-access"] },
  "shared-token": { target: ["gateway-token"], source: ["gateway-token"] },
  "access-list": { target: ["workspace"] },
  "handed-on-list": { target: ["logs"] },
  "own-config-writable": { target: ["state-directory"] },
  "program-of-another": { source: ["host-access"] },
  "program-with-a-capability": { source: ["host-access"] },
  "directory-of-trees": {
    target: ["state-directory", "host-access"],
    source: ["state-directory", "host-access"],
  },
  "disk-device": { source: ["host-access"] },
  "exchanged-identity": { target: ["state-directory"] },
  "program-writable": { source: ["host-access"] },
  "subordinate-ids": { source: ["host-access"] },
  "scheduled-job": { source: ["host-access"] },
  "service-unit": { source: ["host-access"] },
  "copied-secret": { target: ["gateway-token"], source: ["gateway-token"] },
  "copied-key": { target: ["workspace"], source: ["workspace"] },
  "packed-key": { target: ["workspace"], source: ["workspace"] },
  "key-in-two-archives": { target: ["workspace"], source: ["workspace"] },
  "copied-identity": { target: ["state-directory"], source: ["state-directory"] },
  "one-model-key": { target: ["model-credentials"], source: ["model-credentials"] },
  "one-bot": { target: ["channel-credentials"], source: ["channel-credentials"] },
  "one-browser": { target: ["browser-profile"], source: ["browser-profile"] },
  "second-gateway": { target: ["port"] },
  "firewall-passed": { target: ["port", "host-access"], source: ["port", "host-access"] },
  "shared-browser": { target: ["browser-profile"], source: ["browser-profile"] },
  "one-user": asTheOther,
  "open-memory": asTheOther,
} as const satisfies Readonly<Record<string, OpenedItems>>;
