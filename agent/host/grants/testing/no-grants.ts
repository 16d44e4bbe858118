import type { Grants } from "../read-grants.ts";

/** A host whose own files give nothing to anybody. */
export const noGrants: Grants = {
  ...{ idRanges: [], jobs: [], scripts: [], queued: [], units: [], doas: [], rules: [], unread: [] },
  keys: { files: [], others: [] },
};
