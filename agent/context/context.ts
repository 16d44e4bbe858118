import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { Logger } from "#lib/log/logger.ts";
import type { ClosedPorts } from "./closed-ports.ts";
import type { HostHardening } from "./host-hardening.ts";

/** What `main` reads once from the world and hands down; nothing below reads the environment or the clock by itself. */
export type AgentContext = {
  readonly paths: InstallationPaths;
  readonly isRoot: boolean;
  /** The agent's own user: under rung `profile` also the tenants'. */
  readonly uid: number;
  readonly gid: number;
  readonly bootId: string;
  readonly installationId: string;
  /** HMAC key of fingerprints, 32 bytes; never leaves the agent. */
  readonly fingerprintKey: Buffer;
  /** What this host can give beyond files and users. */
  readonly hardening: HostHardening;
  /** Ports of Bulkhead's own on this host, which no tenant's network is let through to, whatever its configuration names. */
  readonly closedPorts: ClosedPorts;
  /** Where the dashboard listens; null where nobody told. */
  readonly dashboardPort: number | null;
  readonly log: Logger;
  readonly now: () => Date;
  /** Since the boot, the time asleep with it; nobody can set it. */
  readonly uptimeMs: () => number;
};
