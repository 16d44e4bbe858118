import path from "node:path";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { observePlace } from "#agent/evidence/sources/observe-place.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { textAt } from "#agent/system/json-value.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";

/** OpenClaw's log file, and what the Gateway prints. */
export async function observeLogs(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^logging\.file$/);
  await observeOutput(draft, view);
  observeOpenLogs(draft, view);
  if (!view.config.isReadable) {
    draft.unmeasured(view.config.reason);
    return;
  }
  draft.how("effective configuration on disk");
  const given = textAt(view.config.config, "logging", "file");
  if (given === null) {
    draft.fact("Log file", "Not set: OpenClaw logs below /tmp/openclaw");
    draft.defect(
      "outside-boundary",
      "No log file is configured, so OpenClaw logs below /tmp, where every tenant's log lies.",
      "Repair the tenant: its configuration then names a log file of its own.",
    );
    return;
  }
  const file = resolveUserPath(given, view.surroundings);
  await observePlace(draft, view, path.dirname(file), { label: "log directory" });
  // The directory's path stands for the file's too: who shares the file shares it.
  const place = await observePlace(draft, view, file, { label: "log file", isIdentity: false });
  if (place !== null && place.inode !== null) draft.identity("inode", place.inode, "log file");
}

async function observeOutput(draft: Draft, view: TenantView): Promise<void> {
  // The agent's own record of what the Gateway printed: no tenant has anything to do there.
  const place = await observePlace(draft, view, view.layout.output, { label: "output directory" });
  if (hasOwnUser(view.record) && place?.exists && place.uid === view.record.uid) {
    draft.defect(
      "output-owner",
      `The tenant owns ${place.real}, where the agent keeps what its Gateway printed.`,
      "Repair the tenant: the directory then belongs to the agent.",
    );
  }
}

function observeOpenLogs(draft: Draft, view: TenantView): void {
  if (view.gateway === null) return;
  if (view.gateway.openFiles === null) {
    draft.unmeasured(`The open files of ${view.gateway.name} could not be read.`);
    return;
  }
  draft.how(`open files of ${view.gateway.name}`);
  const logs = view.gateway.openFiles.filter((file) => /\.log(\.\d+)?$/.test(file.path));
  for (const file of logs) {
    draft.fact("Open in the running process", file.path);
    draft.identity("inode", file.inode, "log that the process has open");
    if (file.path !== view.root && !file.path.startsWith(`${view.root}/`)) {
      draft.defect(
        "outside-boundary",
        `The running Gateway writes to ${file.path}, outside the tenant's tree.`,
        "Restart the Gateway from the dashboard.",
      );
    }
  }
}
