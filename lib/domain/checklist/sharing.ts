import type { Item } from "./item.ts";

/** The part of an agent's evidence that sharing is found from. */
type Identity = { readonly kind: string; readonly value: string; readonly label: string };
type ComparableTenant = {
  readonly slug: string;
  readonly items: readonly { readonly item: Item; readonly identities: readonly Identity[] }[];
};

/** One thing that a tenant's item has in common with another tenant. */
export type Sharing = {
  readonly item: Item;
  readonly kind: string;
  readonly value: string;
  /** What it is on this tenant's side. */
  readonly label: string;
  readonly otherSlug: string;
  readonly otherItem: Item;
  readonly otherLabel: string;
};

type Holder = { readonly slug: string; readonly item: Item; readonly identity: Identity };

/**
 * Finds everything that two tenants of one host share, and names it on both.
 * Equal values of one kind are shared whatever the items (one tenant's
 * workspace may be the other's state directory), except `uid`, which every
 * file item repeats and which is compared item by item. A path is also shared
 * with the paths below it, and a port range with those that overlap it.
 *
 * @returns by slug, in the order of the tenant's items
 */
export function findSharing(tenants: readonly ComparableTenant[]): ReadonlyMap<string, readonly Sharing[]> {
  const holders = tenants.flatMap((tenant) =>
    tenant.items.flatMap(({ item, identities }) =>
      identities.map((identity): Holder => ({ slug: tenant.slug, item, identity })),
    ),
  );
  const found = new Map<string, Map<string, Sharing>>(tenants.map(({ slug }) => [slug, new Map()]));
  const note = (a: Holder, b: Holder) => {
    if (a.slug === b.slug) return;
    for (const [mine, theirs] of [
      [a, b],
      [b, a],
    ] as const) {
      const sharing = toSharing(mine, theirs);
      found.get(mine.slug)?.set(JSON.stringify(sharing), sharing);
    }
  };
  noteEqualValues(holders, note);
  noteNestedPaths(holders, note);
  noteOverlappingPorts(holders, note);
  return new Map([...found].map(([slug, sharings]) => [slug, [...sharings.values()]]));
}

function toSharing(mine: Holder, theirs: Holder): Sharing {
  return {
    item: mine.item,
    kind: mine.identity.kind,
    value: mine.identity.value,
    label: mine.identity.label,
    otherSlug: theirs.slug,
    otherItem: theirs.item,
    otherLabel: theirs.identity.label,
  };
}

type Note = (a: Holder, b: Holder) => void;

function noteEqualValues(holders: readonly Holder[], note: Note) {
  const groups = Map.groupBy(holders, ({ item, identity }) =>
    JSON.stringify([identity.kind, identity.value, identity.kind === "uid" ? item : null]),
  );
  for (const group of groups.values()) notePairs(group, note);
}

function notePairs(group: readonly Holder[], note: Note) {
  for (const [index, a] of group.entries()) {
    for (const b of group.slice(index + 1)) note(a, b);
  }
}

function noteNestedPaths(holders: readonly Holder[], note: Note) {
  const byPath = Map.groupBy(
    holders.filter(({ identity }) => identity.kind === "path"),
    ({ identity }) => identity.value,
  );
  for (const [path, inner] of byPath) {
    for (const ancestor of ancestors(path)) {
      for (const outer of byPath.get(ancestor) ?? []) {
        for (const holder of inner) note(outer, holder);
      }
    }
  }
}

function ancestors(path: string): string[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, index).join("/")}`);
}

function noteOverlappingPorts(holders: readonly Holder[], note: Note) {
  const ranges = holders.flatMap((holder) => {
    if (holder.identity.kind !== "port-range") return [];
    const [first = Number.NaN, last = Number.NaN] = holder.identity.value.split("-").map(Number);
    return [{ holder, first, last }];
  });
  for (const [index, a] of ranges.entries()) {
    for (const b of ranges.slice(index + 1)) {
      if (a.first <= b.last && b.first <= a.last) note(a.holder, b.holder);
    }
  }
}
