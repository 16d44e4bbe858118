import type { ProbeRecord } from "../record/probe-record.ts";
import { ownUser } from "../record/remedies.ts";

export const openclawAgentTurn = {
  id: "openclaw.agent-turn",
  family: "openclaw",
  attempt: "make its assistant read the other tenant's canary with its file and command tools",
  risk: "A tenant's assistant reads another tenant's files.",
  remedy: ownUser,
  tried: "at-target",
  needs: ["scripted-model", "source-gateway"],
  control: "own-workspace",
  condition:
    "It can be tried only where a model is set up that a test may use, as on the self-test's pair: a client's own is never asked.",
  openedBy: { "roaming-assistant": "there" },
} as const satisfies ProbeRecord;
