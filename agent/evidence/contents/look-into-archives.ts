import type { AgentContext } from "#agent/context/context.ts";
import { withFileInside } from "#agent/files/open-inside.ts";
import { isClosed, type PackedKind } from "#agent/reader/runner/packed-kind.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { lookThroughFiles } from "./look-client.ts";
import { isOfPackage } from "./looker/find-marks.ts";
import type { FoundFile, FoundSecret, Mark } from "./looker/look-order.ts";
import type { Observed } from "./note-copies.ts";
import { describeRests, whyClosed } from "./why-closed.ts";

/** Of each tenant's reader, in one check; the next one goes on with the others. */
const mostArchives = 20;
/** For those that lie in no tenant's tree: others keep whole stores of packages there. */
const placesMs = 1000;
const maxArchiveBytes = 256 * 1024 * 1024;
const textTimeoutMs = 30_000;
const concurrentReaders = 2;

/** An archive, and as whom it is unpacked. */
export type Archive = {
  readonly root: string;
  readonly file: FoundFile;
  readonly reader: TenantRecord;
  /** In whose tree it lies. */
  readonly holder: Observed | null;
};

export type ArchiveContents = {
  readonly archive: Archive;
  readonly secrets: readonly FoundSecret[];
  /** Keys, and what files of their names hold. */
  readonly marks: readonly Mark[];
  /** Why something of it was not looked at, in words; null when all was. */
  readonly leftOut: string | null;
  /** False where another try may see more. */
  readonly isSettled: boolean;
};

/** By the archive's path. */
type Known = { readonly of: string; readonly contents: ReadonlyMap<string, ArchiveContents> };
const knownBy = new Map<string, Known>();

/**
 * Looks for the secrets in what is packed. A reader unpacks it, as the tenant
 * whose it is, and is told no secret: the agent compares the bytes that come.
 *
 * @param memory whose memory of unchanged archives is used
 */
export async function lookIntoArchives(
  context: AgentContext,
  memory: string,
  secrets: readonly string[],
  archives: readonly Archive[],
): Promise<readonly ArchiveContents[]> {
  const of = secrets.join("\0");
  const before = knownBy.get(memory);
  const known = before?.of === of ? before.contents : new Map<string, ArchiveContents>();
  const bySlug = Map.groupBy(archives, ({ reader }) => reader.slug);
  let spentMs = 0;
  const found = await mapLimited([...bySlug.values()], concurrentReaders, async (own) => {
    const contents: ArchiveContents[] = [];
    let unpacked = 0;
    for (const archive of own.toSorted(byUrgency)) {
      const same = known.get(archive.file.file);
      if (same !== undefined && same.archive.file.stamp === archive.file.stamp) {
        contents.push({ ...same, archive });
        continue;
      }
      const { archive: kind } = archive.file;
      const reason = kind === null ? "was not unpacked" : whyClosed(kind);
      if (kind === null || isClosed(kind) || reason !== null) {
        contents.push(leftOut(archive, reason));
        continue;
      }
      if (unpacked === mostArchives || (archive.holder === null && spentMs > placesMs)) {
        contents.push(leftOut(archive, "was not unpacked yet"));
        continue;
      }
      unpacked += 1;
      const began = performance.now();
      contents.push(await lookInto(context, memory, secrets, archive, kind));
      if (archive.holder === null) spentMs += performance.now() - began;
    }
    return contents;
  });
  const all = found.flat();
  const settled = all.filter(({ isSettled }) => isSettled);
  knownBy.set(memory, { of, contents: new Map(settled.map((each) => [each.archive.file.file, each])) });
  return all;
}

/** Those in tenants' trees before others, and the newest first: an old one has been looked into most likely. */
function byUrgency(a: Archive, b: Archive): number {
  return Number(a.holder === null) - Number(b.holder === null) || b.file.changedAt - a.file.changedAt;
}

async function lookInto(
  context: AgentContext,
  memory: string,
  secrets: readonly string[],
  archive: Archive,
  kind: PackedKind,
): Promise<ArchiveContents> {
  const { root, file, reader } = archive;
  const opened = await withFileInside(root, file.file, maxArchiveBytes, async (handle, stat) => ({
    status: "ok",
    value: await readerOf(context, reader).unpack(handle, kind),
    stat,
  }));
  if (opened.status === "missing") return leftOut(archive, null);
  if (opened.status === "refused") return { ...leftOut(archive, null), leftOut: opened.reason };
  if ("problem" in opened.value) return leftOut(archive, opened.value.problem);
  const { bytes, entries, rests } = opened.value.value;
  const order = { memory, secrets, roots: [], trusted: [], timeoutMs: textTimeoutMs };
  const { texts } = await lookThroughFiles({
    ...order,
    texts: [{ bytes, packed: { file: file.file, entries } }],
  });
  const [found = { secrets: [], marks: [] }] = texts;
  return {
    archive,
    // A line of what was unpacked is none of the file.
    secrets: found.secrets.map((secret) => ({ ...secret, where: "packed" })),
    marks: isOfPackage(file.file) ? [] : found.marks,
    leftOut: rests.length === 0 ? null : `${file.file} ${describeRests(rests)}`,
    isSettled: true,
  };
}

function leftOut(archive: Archive, problem: string | null): ArchiveContents {
  const words = problem === null ? null : `${archive.file.file} ${problem}`;
  return { archive, secrets: [], marks: [], leftOut: words, isSettled: false };
}
