import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { writeFileAtomic } from "#agent/files/write-file-atomic.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

const underWaySchema = z.strictObject({ operationId: z.string(), subjects: z.array(z.string()) });
type UnderWay = z.infer<typeof underWaySchema>;
type Place = Pick<AgentContext, "paths">;

/**
 * What the operation found that has begun to put something right. A call of
 * the same operation goes on with it, although the half that is done already
 * makes the mistake look gone.
 *
 * @returns null when another operation or none was the last
 */
export async function subjectsUnderWay(
  context: Place,
  slug: Slug,
  operationId: string,
): Promise<string[] | null> {
  try {
    const last = underWaySchema.parse(JSON.parse(await readFile(fileOf(context, slug), "utf8")));
    return last.operationId === operationId ? last.subjects : null;
  } catch {
    return null;
  }
}

/** Call it before anything is changed. */
export async function rememberFix(context: Place, slug: Slug, underWay: UnderWay): Promise<void> {
  const file = fileOf(context, slug);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, `${JSON.stringify(underWay)}\n`, { mode: 0o600 });
}

export async function forgetFix(context: Place, slug: Slug): Promise<void> {
  await rm(fileOf(context, slug), { force: true });
}

/** In the agent's own directory, where no tenant gets. */
function fileOf({ paths }: Place, slug: Slug): string {
  return path.join(paths.agent, "fixes", `${slug}.json`);
}
