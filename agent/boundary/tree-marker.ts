import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AgentFailure } from "#agent/agent-error.ts";
import type { AgentContext } from "#agent/context.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { lstatOrNull, notADirectory } from "./owned-directory.ts";
import { tenantLayout } from "./tenant-layout.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

const markerSchema = z.object({ slug: slugSchema, installationId: z.string() });

function markerFile(tree: string): string {
  return path.join(tree, ".bulkhead.json");
}

/**
 * Looks whether a tenant's tree is there and this installation's. An empty
 * directory counts as missing: it is what an interrupted first step leaves.
 *
 * @throws AgentFailure PATH_FOREIGN when it is somebody else's
 */
export async function inspectTree(context: AgentContext, slug: Slug): Promise<"missing" | "ours"> {
  const { tree } = tenantLayout(context.paths, slug);
  const stat = await lstatOrNull(tree);
  if (stat === null) return "missing";
  if (!stat.isDirectory()) throw notADirectory(tree);
  // The tree itself always belongs to the agent's user, whatever the rung.
  if (stat.uid !== context.uid) throw foreignTree(tree, `belongs to user ${stat.uid}`);
  const marker = await readMarker(tree);
  if (marker?.slug === slug && marker.installationId === context.installationId) return "ours";
  if (marker === null && (await readdir(tree)).every((name) => name.endsWith(".tmp"))) return "missing";
  throw foreignTree(tree, marker ? "was made by another Bulkhead installation" : "wasn't made by Bulkhead");
}

export async function writeMarker(context: AgentContext, slug: Slug): Promise<void> {
  const { tree } = tenantLayout(context.paths, slug);
  const content = { slug, installationId: context.installationId };
  await writeFileAtomic(markerFile(tree), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

async function readMarker(tree: string): Promise<z.infer<typeof markerSchema> | null> {
  try {
    return markerSchema.parse(JSON.parse(await readFile(markerFile(tree), "utf8")));
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
