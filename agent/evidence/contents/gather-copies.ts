import type { AgentContext } from "#agent/context/context.ts";
import type { Looking } from "./begin-looking.ts";
import { lookThroughFiles } from "./look-client.ts";
import { type Archive, lookIntoArchives } from "./look-into-archives.ts";
import type { FoundSecret, RootReport } from "./looker/look-order.ts";
import { type Copy, describeWhere, type Observed, ownersOf } from "./note-copies.ts";
import { type MarkedFile, strayMarks } from "./note-marks.ts";
import { processTexts } from "./process-texts.ts";

/** What of one root was looked through; `holder` is whose tree it is. */
export type LookedAt = { readonly holder: Observed | null; readonly report: RootReport };

export type Gathered = {
  readonly copies: readonly Copy[];
  readonly marked: readonly MarkedFile[];
  readonly roots: readonly LookedAt[];
  /** Archives that were not looked into, or not whole, in words. */
  readonly closed: readonly string[];
};

const textTimeoutMs = 10_000;

/**
 * Everything that stands somewhere and is a secret, or one tenant's alone.
 *
 * @param values of the secrets that are searched for
 */
export async function gatherCopies(
  context: AgentContext,
  tenants: readonly Observed[],
  values: readonly string[],
  looking: Looking,
): Promise<Gathered> {
  const owners = ownersOf(tenants, values);
  const ownersAt = (secret: number) => owners[secret] ?? [];
  const roots = (await looking.reports(values)).flatMap((report): LookedAt[] => {
    const slug = looking.ownerOf(report.path);
    const holder = tenants.find(({ view }) => view.record.slug === slug) ?? null;
    // Of a tenant that could not be observed nothing is known to compare it with.
    return slug !== null && holder === null ? [] : [{ holder, report }];
  });
  const inFiles = roots.flatMap(({ holder, report }) =>
    report.found.flatMap(({ file, secrets }) =>
      secrets.map((secret): Copy => {
        return { owners: ownersAt(secret.secret), holder, file, where: describeWhere(file, secret) };
      }),
    ),
  );
  const archives = archivesIn(tenants, roots);
  const packed = await lookIntoArchives(context, looking.memory, values, archives);
  const inArchives = packed.flatMap(({ archive, secrets }) =>
    // What is not packed in it was found in the file itself.
    secrets.filter(isPackedIn(archive)).map((secret): Copy => {
      const { file } = archive.file;
      const where = describeWhere(file, secret);
      return { owners: ownersAt(secret.secret), holder: archive.holder, file, where };
    }),
  );
  const marked = [
    ...roots.flatMap(({ holder, report }) =>
      report.found.map(({ file, marks }) => ({ holder, file, marks, isPacked: false })),
    ),
    ...packed.map(({ archive: { holder, file }, marks }) => ({
      holder,
      file: file.file,
      marks,
      isPacked: true,
    })),
  ].filter(({ marks }) => marks.length > 0);
  const inProcesses = await copiesInProcesses(tenants, values, looking, ownersAt);
  return {
    copies: [...inFiles, ...inArchives, ...inProcesses, ...strayMarks(marked)],
    marked,
    roots,
    closed: packed.flatMap(({ leftOut }) => leftOut ?? []),
  };
}

function isPackedIn({ file }: Archive): (found: FoundSecret) => boolean {
  return ({ secret }) => file.secrets.every((plain) => plain.secret !== secret);
}

/** What is packed, each as whoever's tree it lies in or whose file it is. */
function archivesIn(tenants: readonly Observed[], roots: readonly LookedAt[]): Archive[] {
  const [first] = tenants;
  return roots.flatMap(({ holder, report }) =>
    report.found.flatMap((file) => {
      if (file.archive === null) return [];
      // Elsewhere it is open to others anyway, or somebody's own.
      const owner = tenants.find(({ view }) => view.record.uid === file.uid);
      const reader = (holder ?? owner ?? first)?.view.record;
      return reader === undefined ? [] : [{ root: report.path, holder, file, reader }];
    }),
  );
}

async function copiesInProcesses(
  tenants: readonly Observed[],
  secrets: readonly string[],
  { memory }: Looking,
  ownersAt: (secret: number) => Copy["owners"],
): Promise<Copy[]> {
  const shown = tenants.flatMap(processTexts);
  if (shown.length === 0) return [];
  const order = { memory, secrets, roots: [], trusted: [], timeoutMs: textTimeoutMs };
  const { texts } = await lookThroughFiles({
    ...order,
    texts: shown.map(({ text }) => ({ bytes: text, packed: null })),
  });
  return shown.flatMap(({ tenant, where }, index) =>
    (texts[index]?.secrets ?? []).map(({ secret }): Copy => {
      return { owners: ownersAt(secret), holder: tenant, file: null, where };
    }),
  );
}
