import path from "node:path";
import { listAgentStateDirectories } from "#agent/evidence/sources/agent-directories.ts";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { noteWord } from "#agent/evidence/sources/note-word.ts";
import { observePlace } from "#agent/evidence/sources/observe-place.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import { inspectPlace } from "#agent/files/inspect-place.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { checkMounts } from "./check-mounts.ts";

const mostDirectories = 500;
const deviceLabel = "device identity, which a copy of the state directory brings along";

/** The state directory and the configuration that governs it, of the running process where there is one. */
export async function observeStateDirectory(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^agents\..*\bagentDir$/);
  const place = await observePlace(draft, view, view.stateDirectory, { label: "state directory" });
  if (place !== null && place.kind !== "directory") {
    draft.untried(`The state directory ${place.real} does not exist or is not a directory.`);
  }
  await observeConfig(draft, view);
  await observeAgents(draft, view);
  observeDevice(draft, view);
  checkMounts(draft, view);
  if (view.gateway === null) draft.fact("Gateway", "Stopped; observed on disk alone");
  else await compareWithProcess(draft, view);
}

/** Who the Gateway is for those that it meets; in two tenants it is one Gateway twice. */
function observeDevice(draft: Draft, { database }: TenantView): void {
  if (database.deviceProblem !== null)
    draft.unmeasured(`The Gateway's device identity is not known: ${database.deviceProblem}`);
  draft.fact("Device identity", database.device ?? "None yet");
  if (database.device !== null) draft.identity("instance", database.device, deviceLabel);
}

async function observeAgents(draft: Draft, view: TenantView): Promise<void> {
  if (!view.config.isReadable) return;
  const directories = listAgentStateDirectories(view.config.config, view.surroundings);
  if (directories.length > mostDirectories)
    draft.unmeasured(`Only ${mostDirectories} of ${directories.length} agents' directories were looked at.`);
  for (const { label, path: given } of directories.slice(0, mostDirectories)) {
    await observePlace(draft, view, given, { label });
  }
}

async function observeConfig(draft: Draft, view: TenantView): Promise<void> {
  const { config, record, configFile } = view;
  const place = await observePlace(draft, view, configFile, { label: "configuration" });
  const directory = await inspectPlace(path.dirname(configFile), view.root).catch(() => null);
  if (!config.isReadable) {
    draft.unmeasured(config.reason);
    if (config.isInvalid) {
      draft.defect("config-invalid", config.reason, "Repair the tenant: its configuration is written again.");
    }
  }
  if (!hasOwnUser(record) || place === null || !place.exists) return;
  const isWritable = [place, directory].some((seen) => {
    if (seen === null) return false;
    const isByGroup = seen.gid === record.gid && (seen.mode & 0o020) !== 0;
    return seen.uid === record.uid || isByGroup || (seen.mode & 0o002) !== 0;
  });
  draft.fact("Configuration writable by the tenant", isWritable ? "Yes" : "No");
  if (isWritable) {
    draft.defect(
      "config-writable",
      `The tenant can change its own configuration ${place.real}, and with it the limits of its agent.`,
      "Repair the tenant: the file then belongs to root and the tenant may only read it.",
    );
  }
}

async function compareWithProcess(draft: Draft, view: TenantView): Promise<void> {
  const { gateway, layout } = view;
  if (gateway === null) return;
  draft.fact("Gateway", `Running as ${gateway.name}, user ${gateway.uid}`);
  if (gateway.displaced !== null) {
    draft.defect("process-displaced", gateway.displaced, "Restart the Gateway from the dashboard.");
    return;
  }
  if (gateway.environ === null) {
    draft.unmeasured(`The environment of ${gateway.name} could not be read.`);
    return;
  }
  draft.how(`environment and open files of ${gateway.name}`);
  const expected = [layout.state, layout.configFile].map((file) => rebaseInto(view.root, layout.tree, file));
  if (view.stateDirectory !== expected[0] || view.configFile !== expected[1]) {
    draft.defect(
      "process-elsewhere",
      `The running Gateway uses state ${view.stateDirectory} and configuration ${view.configFile}, not the tenant's own.`,
      "Restart the Gateway from the dashboard.",
    );
  }
  await compareDatabase(draft, view);
  if (view.config.isReadable && view.config.modifiedAt > gateway.startedAt) {
    draft.fact("Configuration", "Changed after the Gateway was started; some settings need a restart");
  }
  const heard = await noteWord(draft, view, ["state", "config", "workspaces", "device"]);
  // Its word for a path is compared alone: what a Gateway claims must not break the tenant whose path it is.
  if (!("reason" in heard) && heard.said.device !== null)
    draft.identity("instance", heard.said.device, deviceLabel);
}

async function compareDatabase(draft: Draft, view: TenantView): Promise<void> {
  const database = path.join(view.stateDirectory, "state", "openclaw.sqlite");
  const open = view.gateway?.openFiles?.filter((file) => file.path.endsWith("/state/openclaw.sqlite")) ?? [];
  if (open.length === 0) {
    draft.fact("State database", "Not open in the running process");
    return;
  }
  const onDisk = await inspectPlace(database, view.root).catch(() => null);
  for (const { inode } of open) draft.identity("inode", inode, "state database that the process has open");
  const foreign = open.find(({ inode }) => inode !== onDisk?.inode);
  if (foreign !== undefined) {
    draft.defect(
      "process-elsewhere",
      `The running Gateway has ${foreign.path} open, which is not the state database on disk.`,
      "Restart the Gateway from the dashboard.",
    );
  }
}
