import path from "node:path";
import { fingerprint } from "#agent/system/fingerprint.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { Mark, MarkKind } from "./looker/look-order.ts";
import type { Copy, Observed, Owner } from "./note-copies.ts";

const itemsOf: Readonly<Record<MarkKind, Item>> = {
  "private-key": "workspace",
  "identity-file": "workspace",
  "sign-in-file": "channel-credentials",
  "browser-records": "browser-profile",
};
const words: Readonly<Record<MarkKind, string>> = {
  "private-key": "private key",
  "identity-file": "identity file",
  "sign-in-file": "sign-in",
  "browser-records": "browser records",
};

/** A file with what makes it one tenant's; `holder` is null where it lies in no tenant's tree. */
export type MarkedFile = {
  readonly holder: Observed | null;
  readonly file: string;
  readonly marks: readonly Mark[];
  /** They stand in something that is packed in the file. */
  readonly isPacked: boolean;
};

type Holding = MarkedFile & { readonly mark: Mark };

/**
 * Notes what is one tenant's alone and stands in two trees. What is packed and
 * nowhere unpacked counts unless it may have come with a package that both have.
 */
export function noteSharedMarks(files: readonly MarkedFile[]): void {
  const noted = new Set<string>();
  for (const holdings of groupsOf(files).values()) {
    const owners = ownHoldings(holdings).flatMap((holding) => ownerOf(holding) ?? []);
    if (new Set(owners.map(({ tenant }) => tenant)).size < 2) continue;
    // Of a database every page may be shared; the files say it once.
    const which = JSON.stringify(holdings.map(({ file }) => file).sort());
    if (noted.has(which)) continue;
    noted.add(which);
    for (const { tenant, item, setting, print } of owners)
      tenant.draftOf(item).identity("fingerprint", print, setting);
  }
}

/** What of a tenant's lies in no tree, for whoever looks at who may read it. */
export function strayMarks(files: readonly MarkedFile[]): Copy[] {
  const copies = new Map<string, Copy>();
  for (const holdings of groupsOf(files).values()) {
    const owners = holdings.filter(isOwn).flatMap((holding) => ownerOf(holding) ?? []);
    for (const { holder, file, isPacked } of holdings) {
      if (holder === null && owners.length > 0 && !copies.has(file))
        copies.set(file, { owners, holder: null, file, where: placeOf(file, isPacked) });
    }
  }
  return [...copies.values()];
}

/** Of what lies unpacked in a tree, or in no package, every holding tells whose it is. */
function ownHoldings(holdings: readonly Holding[]): readonly Holding[] {
  const isUnpackedInTree = holdings.some(({ holder, isPacked }) => holder !== null && !isPacked);
  return isUnpackedInTree ? holdings : holdings.filter(isOwn);
}

function isOwn({ mark }: Holding): boolean {
  return !mark.isOfPackage;
}

function groupsOf(files: readonly MarkedFile[]): Map<string, Holding[]> {
  const holdings = files.flatMap((file) => file.marks.map((mark) => ({ ...file, mark })));
  return Map.groupBy(holdings, ({ mark }) => `${mark.kind} ${mark.digest}`);
}

function ownerOf({ holder, file, mark, isPacked }: Holding): Owner | null {
  if (holder === null) return null;
  const { context, root } = holder.view;
  return {
    tenant: holder,
    item: itemsOf[mark.kind],
    setting: `${words[mark.kind]} in ${placeOf(path.relative(root, file), isPacked)}`,
    print: fingerprint(context.fingerprintKey, `${mark.kind} ${mark.digest}`),
  };
}

function placeOf(file: string, isPacked: boolean): string {
  return isPacked ? `${file}, packed` : file;
}
