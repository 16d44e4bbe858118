import type { ProbeRecord } from "../record/probe-record.ts";

export const filesAnywhere = {
  id: "files.anywhere",
  family: "files",
  attempt: "come across the other tenant's data anywhere in what it sees",
  risk: "This tenant's data lies open to another tenant under another path.",
  remedy:
    "Look at the path that is named: undo the mount, hard link or copy that put this tenant's data there.",
  tried: "at-target",
  needs: [],
  control: "target",
  openedBy: {
    "mounted-elsewhere": "there",
    "other-owners": "there",
    "other-owners-on-host": "there",
    "tree-in-view": "there",
    "hard-link": "there",
  },
} as const satisfies ProbeRecord;
