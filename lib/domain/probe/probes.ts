import { z } from "zod";
import { filesAnywhere } from "./probes/files-anywhere.ts";
import { filesBackups } from "./probes/files-backups.ts";
import { filesBrowser } from "./probes/files-browser.ts";
import { filesConfig } from "./probes/files-config.ts";
import { filesCredentials } from "./probes/files-credentials.ts";
import { filesLink } from "./probes/files-link.ts";
import { filesLogs } from "./probes/files-logs.ts";
import { filesSecrets } from "./probes/files-secrets.ts";
import { filesState } from "./probes/files-state.ts";
import { filesWorkspace } from "./probes/files-workspace.ts";
import { filesWrite } from "./probes/files-write.ts";
import { gatewayHealth } from "./probes/gateway-health.ts";
import { gatewayHttp } from "./probes/gateway-http.ts";
import { gatewayOpenai } from "./probes/gateway-openai.ts";
import { gatewayPairedDevice } from "./probes/gateway-paired-device.ts";
import { gatewaySessionKey } from "./probes/gateway-session-key.ts";
import { gatewayWebsocket } from "./probes/gateway-websocket.ts";
import { hostAddress } from "./probes/host-address.ts";
import { hostDashboard } from "./probes/host-dashboard.ts";
import { hostMetadata } from "./probes/host-metadata.ts";
import { identityContainerSocket } from "./probes/identity-container-socket.ts";
import { identityGid } from "./probes/identity-gid.ts";
import { identityGroups } from "./probes/identity-groups.ts";
import { identityNamespaces } from "./probes/identity-namespaces.ts";
import { identityScheduled } from "./probes/identity-scheduled.ts";
import { identitySudo } from "./probes/identity-sudo.ts";
import { identityUid } from "./probes/identity-uid.ts";
import { openclawAgentTurn } from "./probes/openclaw-agent-turn.ts";
import { openclawRead } from "./probes/openclaw-read.ts";
import { portBrowser } from "./probes/port-browser.ts";
import { portBrowserShared } from "./probes/port-browser-shared.ts";
import { portCdp } from "./probes/port-cdp.ts";
import { portControl } from "./probes/port-control.ts";
import { portDetour } from "./probes/port-detour.ts";
import { portRelay } from "./probes/port-relay.ts";
import { processCmdline } from "./probes/process-cmdline.ts";
import { processCwd } from "./probes/process-cwd.ts";
import { processEnviron } from "./probes/process-environ.ts";
import { processFds } from "./probes/process-fds.ts";
import { processInspector } from "./probes/process-inspector.ts";
import { processMaps } from "./probes/process-maps.ts";
import { processPtrace } from "./probes/process-ptrace.ts";
import { processSignal } from "./probes/process-signal.ts";
import { sharedCaches } from "./probes/shared-caches.ts";
import { sharedCompileCache } from "./probes/shared-compile-cache.ts";
import { sharedDevShm } from "./probes/shared-dev-shm.ts";
import { sharedMdns } from "./probes/shared-mdns.ts";
import { sharedRuntimeAncestors } from "./probes/shared-runtime-ancestors.ts";
import { sharedSocketAbstract } from "./probes/shared-socket-abstract.ts";
import { sharedSocketFile } from "./probes/shared-socket-file.ts";
import { sharedTmp } from "./probes/shared-tmp.ts";
import { sharedTmpNames } from "./probes/shared-tmp-names.ts";
import { sharedVarTmp } from "./probes/shared-var-tmp.ts";
import { squatBaseIpv4 } from "./probes/squat-base-ipv4.ts";
import { squatBaseIpv6 } from "./probes/squat-base-ipv6.ts";
import { squatDerived } from "./probes/squat-derived.ts";
import type { ProbeRecord } from "./record/probe-record.ts";

/** Every probe, in the order in which they are tried and shown. */
export const probes = [
  filesState,
  filesConfig,
  filesWorkspace,
  filesLogs,
  filesBackups,
  filesBrowser,
  filesCredentials,
  filesSecrets,
  filesWrite,
  filesLink,
  filesAnywhere,
  processEnviron,
  processCmdline,
  processCwd,
  processFds,
  processMaps,
  processSignal,
  processPtrace,
  processInspector,
  gatewayHealth,
  gatewayHttp,
  gatewayWebsocket,
  gatewaySessionKey,
  gatewayOpenai,
  gatewayPairedDevice,
  portControl,
  portRelay,
  portCdp,
  portBrowser,
  portBrowserShared,
  portDetour,
  sharedTmp,
  sharedTmpNames,
  sharedVarTmp,
  sharedDevShm,
  sharedCompileCache,
  sharedCaches,
  sharedSocketFile,
  sharedSocketAbstract,
  sharedMdns,
  sharedRuntimeAncestors,
  squatBaseIpv4,
  squatBaseIpv6,
  squatDerived,
  identityUid,
  identityGid,
  identityGroups,
  identitySudo,
  identityContainerSocket,
  identityScheduled,
  identityNamespaces,
  openclawRead,
  openclawAgentTurn,
  hostAddress,
  hostDashboard,
  hostMetadata,
] as const satisfies readonly ProbeRecord[];

type Listed = (typeof probes)[number];
export type ProbeId = Listed["id"];
/** The probes whose records say this. */
export type ProbesWith<Said> = Extract<Listed, Said>["id"];

export const probeIds: readonly ProbeId[] = probes.map(({ id }) => id);
export const probeIdSchema = z.enum(probeIds);

const list: readonly ProbeRecord[] = probes;
/** Whole, because the ids are those of the list. */
const byId = Object.fromEntries(list.map((probe) => [probe.id, probe])) as Record<ProbeId, ProbeRecord>;

export function probeOf(id: ProbeId): ProbeRecord {
  return byId[id];
}
