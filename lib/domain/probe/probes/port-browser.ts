import type { ProbeRecord } from "../record/probe-record.ts";
import { firewall } from "../record/remedies.ts";

export const portBrowser = {
  id: "port.browser",
  family: "ports",
  attempt: "ask the other tenant's running browser to be driven",
  risk: "Another tenant can drive this tenant's browser, read its files through it and take its token.",
  remedy: firewall,
  tried: "at-target",
  needs: ["target-browser"],
  control: "target",
  condition: "It can be tried only where the other tenant's browser is on.",
  proof: "browser",
  openedBy: { "shared-browser": "both" },
} as const satisfies ProbeRecord;
