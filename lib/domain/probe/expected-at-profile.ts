import type { ProbeFamily } from "./probe.ts";

/** Families in which attempts between tenants of one OS user are expected to get through: nothing stands between them. */
export const expectedAtProfile: readonly ProbeFamily[] = [
  "files",
  "processes",
  "shared-places",
  "identity",
  "openclaw",
  "host",
];
