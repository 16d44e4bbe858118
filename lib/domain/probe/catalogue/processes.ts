import type { ProbeId } from "../probe.ts";
import { ownUser, type ProbeDescription } from "./probe-description.ts";

function process(attempt: string, risk: string, remedy: string): ProbeDescription {
  return { family: "processes", attempt, risk, remedy };
}

export const processesCatalogue: Record<Extract<ProbeId, `process.${string}`>, ProbeDescription> = {
  "process.environ": process(
    "read the environment of the other tenant's Gateway",
    "Another tenant can read what this tenant's Gateway was started with, keys included.",
    ownUser,
  ),
  "process.cmdline": process(
    "read the command line of the other tenant's Gateway",
    "Another tenant sees this tenant's processes and their arguments.",
    "Turn on the private view, which hides other tenants' processes. No secret is passed as an argument.",
  ),
  "process.cwd": process(
    "follow the working directory of the other tenant's Gateway",
    "Another tenant can enter this tenant's directories through its process.",
    ownUser,
  ),
  "process.fds": process(
    "list the open files of the other tenant's Gateway",
    "Another tenant can reach the files that this tenant's Gateway has open.",
    ownUser,
  ),
  "process.maps": process(
    "read the memory map of the other tenant's Gateway",
    "Another tenant can look into this tenant's memory.",
    ownUser,
  ),
  "process.signal": process(
    "ask the kernel whether it may signal the other tenant's Gateway (signal 0)",
    "Another tenant can stop this tenant's Gateway.",
    ownUser,
  ),
  "process.ptrace": process(
    "open the memory of the other tenant's Gateway",
    "Another tenant can take over this tenant's Gateway.",
    ownUser,
  ),
  "process.inspector": process(
    "find the Node inspector of the other tenant's Gateway listening",
    "Another tenant can run code inside this tenant's Gateway.",
    "Start the Gateway with the inspector signal off (NODE_OPTIONS=--disable-sigusr1): restart it.",
  ),
};
