import { lstat, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { stampOf } from "./file-stamp.ts";

const hungSchema = z.object({
  at: z.iso.datetime(),
  seconds: z.number(),
  work: z
    .object({
      verb: z.string(),
      slug: z.string().nullable(),
      part: z.string().nullable(),
      file: z.string().nullable(),
    })
    .nullable(),
  /** Of the file, when it hung. */
  stamp: z.string().nullable(),
});
type Hung = z.infer<typeof hungSchema>;

/** What hung the agent, and is left out until something about it changes. */
export type HungWork = {
  /** Why a part of a tenant's check is left out; null when it is not. */
  reasonFor(slug: Slug, part: string): string | null;
  /** Why a verb is left out for a tenant. */
  reasonForVerb(verb: string, slug: Slug): string | null;
};

export function hungDirectory(agentDirectory: string): string {
  return path.join(agentDirectory, "hung");
}

/** What was noted when the agent hung. Where a file is named and has changed since, nothing is left out any more. */
export async function readHungWork(agentDirectory: string): Promise<HungWork> {
  const notes: Hung[] = [];
  for (const note of await readNotes(agentDirectory)) if (await isAsItWas(note)) notes.push(note);
  const find = (isMeant: (work: NonNullable<Hung["work"]>) => boolean) => {
    const note = notes.findLast(({ work }) => work !== null && isMeant(work));
    return note === undefined ? null : reasonOf(note);
  };
  return {
    reasonFor: (slug, part) => find((work) => work.slug === slug && work.part === part),
    reasonForVerb: (verb, slug) =>
      find((work) => work.slug === slug && work.part === null && work.verb === verb),
  };
}

/** Tries again what hung with this tenant: an operator has provisioned or removed it. */
export async function forgetHungWork(agentDirectory: string, slug: Slug): Promise<void> {
  for (const { work, name } of await readNotes(agentDirectory)) {
    if (work?.slug === slug) await rm(path.join(hungDirectory(agentDirectory), name), { force: true });
  }
}

async function readNotes(agentDirectory: string): Promise<(Hung & { readonly name: string })[]> {
  const directory = hungDirectory(agentDirectory);
  const names = (await readdir(directory).catch((): string[] => [])).sort();
  const notes = await Promise.all(
    names.slice(-100).map(async (name) => {
      const text = await readFile(path.join(directory, name), "utf8").catch(() => "");
      try {
        return { ...hungSchema.parse(JSON.parse(text)), name };
      } catch {
        // A note that was cut off says nothing.
        return null;
      }
    }),
  );
  return notes.filter((note) => note !== null);
}

async function isAsItWas({ work, stamp }: Hung): Promise<boolean> {
  if (work?.file == null) return true;
  const stat = await lstat(work.file, { bigint: true }).catch(() => null);
  return (stat === null ? null : stampOf(stat)) === stamp;
}

function reasonOf({ at, work }: Hung): string {
  const what = work?.file == null ? "Looking at this" : `Reading ${work.file}`;
  const until = work?.file == null ? "until" : "until the file changes or";
  return `${what} hung the agent at ${at}; it is left out ${until} an operator provisions the tenant again.`;
}
