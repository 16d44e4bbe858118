import type { RunAs } from "#lib/launcher/process/run-as.ts";

/** PostgreSQL refuses to run as root; `nobody` exists wherever root runs the tests. Null without root. */
export const unprivilegedUser: RunAs = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null;
