import type { ProbeId } from "../probe.ts";
import { ownUser, type ProbeDescription } from "./probe-description.ts";

function file(what: string): ProbeDescription {
  return {
    family: "files",
    attempt: `list and read the other tenant's ${what}`,
    risk: `Another tenant can read this tenant's ${what}.`,
    remedy: ownUser,
  };
}

export const filesCatalogue: Record<Extract<ProbeId, `files.${string}`>, ProbeDescription> = {
  "files.state": file("state directory"),
  "files.config": file("configuration"),
  "files.workspace": file("workspace"),
  "files.logs": file("logs"),
  "files.backups": file("backups"),
  "files.browser": file("browser profile"),
  "files.credentials": file("channel credentials"),
  "files.secrets": file("secrets"),
  "files.write": {
    family: "files",
    attempt: "create a file in the other tenant's directories",
    risk: "Another tenant can change this tenant's files.",
    remedy: ownUser,
  },
  "files.link": {
    family: "files",
    attempt: "read the other tenant's canary through a link of its own",
    risk: "Another tenant can read this tenant's files through a link.",
    remedy: ownUser,
  },
  "files.anywhere": {
    family: "files",
    attempt: "come across the other tenant's data anywhere in what it sees",
    risk: "This tenant's data lies open to another tenant under another path.",
    remedy:
      "Look at the path that is named: undo the mount, hard link or copy that put this tenant's data there.",
  },
};
