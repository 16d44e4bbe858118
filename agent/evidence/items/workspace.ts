import { listWorkspaces } from "#agent/evidence/sources/agent-directories.ts";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { observePlace } from "#agent/evidence/sources/observe-place.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";

const mostWorkspaces = 500;

/** Every directory in which the tenant's agents read and write, as the effective configuration says. */
export async function observeWorkspace(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^agents\..*\b(workspace|cwd)$/);
  if (!view.config.isReadable) {
    draft.unmeasured(view.config.reason);
    return;
  }
  draft.how("effective configuration on disk");
  const workspaces = listWorkspaces(view.config.config, view.surroundings, view.stateDirectory);
  if (workspaces.length > mostWorkspaces)
    draft.unmeasured(`Only ${mostWorkspaces} of ${workspaces.length} directories were looked at.`);
  for (const { label, path } of workspaces.slice(0, mostWorkspaces)) {
    if (view.isOver.aborted) break;
    const place = await observePlace(draft, view, path, { label });
    if (place?.kind === "file" || place?.kind === "other") {
      draft.unmeasured(`The ${label} ${place.real} is not a directory.`);
    }
  }
}
