import { readdir } from "node:fs/promises";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { openEntry, readFileIn } from "#agent/files/open-entry.ts";
import { type OpenedDirectory, openTrustedDirectory } from "#agent/files/opened-directory.ts";
import { lstatOrNull } from "#agent/files/owned-directory.ts";
import { isNoDirectory } from "#agent/files/place-failure.ts";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantTree } from "#agent/files/tenant-place.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";

const markerSchema = z.object({ slug: slugSchema, installationId: z.string() });

const markerName = ".bulkhead.json";
const maxMarkerBytes = 4096;

/**
 * Looks whether a tenant's tree is there and this installation's. An empty
 * directory counts as missing: it is what an interrupted first step leaves.
 *
 * @throws AgentFailure PATH_FOREIGN when it is somebody else's
 */
export async function inspectTree(context: AgentContext, slug: Slug): Promise<"missing" | "ours"> {
  const layout = tenantLayout(context.paths, slug);
  if ((await lstatOrNull(context.paths.tenants)) === null) return "missing";
  await using tenants = await openTrustedDirectory(context.paths.tenants);
  await using entry = await openEntry(tenants, slug);
  if (entry === null) return "missing";
  if (!entry.stat.isDirectory()) throw isNoDirectory(layout.tree);
  // The tree itself always belongs to the agent's user, whatever the rung.
  if (entry.stat.uid !== context.uid) throw foreignTree(layout.tree, `belongs to user ${entry.stat.uid}`);
  await using tree = await openTenantTree(layout);
  const marker = await readMarker(tree, context.uid);
  if (marker?.slug === slug && marker.installationId === context.installationId) return "ours";
  const names = await readdir(tree.self);
  if (marker === null && names.every((name) => name.endsWith(".tmp"))) return "missing";
  throw foreignTree(
    layout.tree,
    marker ? "was made by another Bulkhead installation" : "wasn't made by Bulkhead",
  );
}

export async function writeMarker(
  context: AgentContext,
  { slug, layout }: Pick<TenantRecord, "slug" | "layout">,
): Promise<void> {
  await using tree = await openTenantTree(layout);
  const content = { slug, installationId: context.installationId };
  await replaceFile(tree, markerName, `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

async function readMarker(
  tree: OpenedDirectory,
  agentUid: number,
): Promise<z.infer<typeof markerSchema> | null> {
  try {
    const bytes = await readFileIn(tree, markerName, agentUid, maxMarkerBytes);
    return bytes === null ? null : markerSchema.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    return null;
  }
}

function foreignTree(tree: string, why: string): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `${tree} exists and ${why}, so nothing was changed.`,
    "Move that directory away on the host, or onboard the tenant with another slug.",
  );
}
