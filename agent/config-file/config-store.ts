import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { writeFileAtomic } from "#agent/files/write-file-atomic.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

const changeSchema = z.strictObject({
  path: z.array(z.string()).min(1),
  was: z.unknown().optional(),
  is: z.unknown().optional(),
});

const storeSchema = z.strictObject({
  /** The configuration as it was last written or accepted. Holds references to secrets, never a secret. */
  content: z.string(),
  hash: z.string(),
  at: z.iso.datetime(),
  /** What an operator adopted, against what the dashboard asked for then. */
  adopted: z.array(changeSchema),
});
export type ConfigStore = z.infer<typeof storeSchema>;

type Place = Pick<AgentContext, "paths">;

/** What the agent last wrote or accepted for a tenant; null when nothing is remembered that can be read. */
export async function readConfigStore(context: Place, slug: Slug): Promise<ConfigStore | null> {
  try {
    return storeSchema.parse(JSON.parse(await readFile(fileOf(context, slug), "utf8")));
  } catch {
    return null;
  }
}

/** True for text that is, byte for byte, the configuration that the agent last wrote or accepted. */
export async function isOwnText(context: Place, slug: Slug, text: string): Promise<boolean> {
  return (await readConfigStore(context, slug))?.hash === hashOf(text);
}

export async function writeConfigStore(
  context: Place & Pick<AgentContext, "now">,
  slug: Slug,
  store: Pick<ConfigStore, "content" | "adopted">,
): Promise<void> {
  const document = { ...store, hash: hashOf(store.content), at: context.now().toISOString() };
  await mkdir(path.dirname(fileOf(context, slug)), { recursive: true, mode: 0o700 });
  await writeFileAtomic(fileOf(context, slug), `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
}

export async function forgetConfigStore(context: Place, slug: Slug): Promise<void> {
  await rm(fileOf(context, slug), { force: true });
}

export function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function fileOf({ paths }: Place, slug: Slug): string {
  return path.join(paths.agent, "configuration", `${slug}.json`);
}
