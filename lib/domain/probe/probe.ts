import { z } from "zod";

/** What kind of thing an attempt goes for; the order in which screens show them. */
export const probeFamilies = [
  "files",
  "processes",
  "gateway",
  "ports",
  "shared-places",
  "squatting",
  "identity",
  "openclaw",
  "host",
] as const;
export type ProbeFamily = (typeof probeFamilies)[number];

export const probeIds = [
  "files.state",
  "files.config",
  "files.workspace",
  "files.logs",
  "files.backups",
  "files.browser",
  "files.credentials",
  "files.secrets",
  "files.write",
  "files.link",
  "files.anywhere",
  "process.environ",
  "process.cmdline",
  "process.cwd",
  "process.fds",
  "process.maps",
  "process.signal",
  "process.ptrace",
  "process.inspector",
  "gateway.health",
  "gateway.http",
  "gateway.websocket",
  "gateway.session-key",
  "gateway.openai",
  "gateway.paired-device",
  "port.control",
  "port.relay",
  "port.cdp",
  "port.browser",
  "port.browser-shared",
  "shared.tmp",
  "shared.tmp-names",
  "shared.var-tmp",
  "shared.dev-shm",
  "shared.compile-cache",
  "shared.caches",
  "shared.socket-file",
  "shared.socket-abstract",
  "shared.mdns",
  "shared.runtime-ancestors",
  "squat.base-ipv4",
  "squat.base-ipv6",
  "squat.derived",
  "identity.uid",
  "identity.gid",
  "identity.groups",
  "identity.sudo",
  "identity.container-socket",
  "identity.scheduled",
  "identity.namespaces",
  "openclaw.read",
  "openclaw.agent-turn",
  "host.address",
  "host.dashboard",
  "host.metadata",
] as const;
export const probeIdSchema = z.enum(probeIds);
export type ProbeId = z.infer<typeof probeIdSchema>;

/**
 * `reached` the attempt got at something · `refused` it was turned away ·
 * `unmeasured` it could not be made, or there was nothing to get at.
 */
export const outcomes = ["reached", "refused", "unmeasured"] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;
