import type { ProbeRecord } from "../record/probe-record.ts";

export const portBrowserShared = {
  id: "port.browser-shared",
  family: "ports",
  attempt: "have its own Gateway drive the other tenant's browser",
  risk: "Two Gateways drive one browser: each sees the other's pages and sign-ins.",
  remedy:
    "Give each tenant's browser a port of its own (browser.profiles, cdpPort), then restart both Gateways.",
  tried: "by-agent",
  needs: ["target-browser"],
  control: "root-at-browsers",
  condition: "It can be tried only where the other tenant's browser is on.",
  openedBy: { "shared-browser": "both" },
} as const satisfies ProbeRecord;
