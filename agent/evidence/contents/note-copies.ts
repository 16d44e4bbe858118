import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { statsOnWay } from "#agent/files/stats-on-way.ts";
import { groupsOf, type HostAccounts } from "#agent/host/read-accounts.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";
import type { KnownSecret } from "./known-secrets.ts";
import type { FoundSecret } from "./looker/look-order.ts";
import { anybody, mayRead, type Reader } from "./who-may-read.ts";

const concurrentFiles = 8;

/** A tenant of this host while its items are gathered. */
export type Observed = {
  readonly view: TenantView;
  readonly draftOf: (item: Item) => Draft;
  readonly secrets: readonly KnownSecret[];
};

/** Whose a value is, and as what. */
export type Owner = {
  readonly tenant: Observed;
  readonly item: Item;
  readonly setting: string;
  readonly print: string;
};

/** Where something was found that is one tenant's. */
export type Copy = {
  readonly owners: readonly Owner[];
  /** The tenant in whose tree or process it was found. */
  readonly holder: Observed | null;
  /** A file of the host; null for a process. */
  readonly file: string | null;
  /** In words: "/tmp/notes.md, line 3". */
  readonly where: string;
};

/** @param secrets of all tenants, in the order in which they were searched for */
export function ownersOf(tenants: readonly Observed[], values: readonly string[]): Owner[][] {
  const byValue = new Map<string, Owner[]>(values.map((value) => [value, []]));
  for (const tenant of tenants) {
    for (const { value, item, setting } of tenant.secrets) {
      const print = fingerprint(tenant.view.context.fingerprintKey, value);
      byValue.get(value)?.push({ tenant, item, setting, print });
    }
  }
  return values.map((value) => byValue.get(value) ?? []);
}

export function describeWhere(place: string, { where, encoding }: FoundSecret): string {
  return `${place}, ${where}${encoding === "plain" ? "" : `, in ${encoding}`}`;
}

/** Notes copies, each on whom it concerns. */
export async function noteCopies(
  copies: readonly Copy[],
  tenants: readonly Observed[],
  accounts: HostAccounts,
): Promise<void> {
  const files = [...new Set(copies.flatMap(({ file }) => file ?? []))];
  const ways = new Map(
    await mapLimited(files, concurrentFiles, async (file) => [file, await statsOnWay(file)] as const),
  );
  for (const copy of copies) {
    const way = copy.file === null ? null : (ways.get(copy.file) ?? null);
    noteCopy(copy, way, tenants, accounts);
  }
}

/**
 * Notes a copy on whom it concerns. What lies with another tenant makes both
 * share it. What lies elsewhere, or open in the owner's own tree, fails its
 * owner when others may read it. No value is in what is noted.
 */
function noteCopy(
  copy: Copy,
  way: Awaited<ReturnType<typeof statsOnWay>>,
  tenants: readonly Observed[],
  accounts: HostAccounts,
): void {
  const { owners, file } = copy;
  const uid = way?.at(-1)?.uid;
  const ofUser = tenants.find(({ view }) => hasOwnUser(view.record) && view.record.uid === uid) ?? null;
  const holders = [copy.holder, ofUser].filter((each) => each !== null);
  for (const holder of new Set(holders)) {
    const [first] = owners;
    if (first !== undefined && owners.every(({ tenant }) => tenant !== holder))
      noteForeign(holder, first, copy);
  }
  const isForeign = holders.some((holder) => owners.every(({ tenant }) => tenant !== holder));
  if (isForeign || way === null || file === null) return;
  for (const owner of owners) {
    const others = othersWho(way, owner.tenant, tenants, accounts);
    if (others === null) continue;
    owner.tenant
      .draftOf(owner.item)
      .defect(
        "copy-open",
        `A copy of ${owner.setting} lies in ${copy.where}, which ${others} may read.`,
        `Remove it or close it (chmod 0600 ${shellWord(file)}), then enter another secret: this one may be known.`,
      );
  }
}

function noteForeign(holder: Observed, owner: Owner, { where, owners }: Copy): void {
  const whose = `${owner.setting} of ${owner.tenant.view.record.slug}`;
  const draft = holder.draftOf(owner.item);
  draft.identity("fingerprint", owner.print, `copy of ${whose} in ${where}`);
  draft.fact("Copy of another tenant's", `${whose}, in ${where}`);
  for (const { tenant, item, setting, print } of owners) {
    tenant.draftOf(item).identity("fingerprint", print, setting);
  }
}

/** Who beside the owner may read a file, in words; null when nobody who must not. */
function othersWho(
  way: Parameters<typeof mayRead>[0],
  owner: Observed,
  tenants: readonly Observed[],
  accounts: HostAccounts,
): string | null {
  if (mayRead(way, anybody)) return "every user of this host";
  const { context, record } = owner.view;
  const foreign = tenants.filter((tenant) => tenant !== owner && hasOwnUser(tenant.view.record));
  const able = foreign.filter(({ view }) => mayRead(way, readerOf(view.record.uid, accounts)));
  if (able.length > 0) return able.map(({ view }) => `the user of ${view.record.slug}`).join(", ");
  const uid = way.at(-1)?.uid ?? 0;
  const isTrusted = uid === 0 || uid === context.uid || uid === record.uid;
  return isTrusted ? null : `user ${accounts.accounts.find((each) => each.uid === uid)?.name ?? uid}`;
}

function readerOf(uid: number, accounts: HostAccounts): Reader {
  const account = accounts.accounts.find((each) => each.uid === uid);
  if (account === undefined) return { uid, gids: [] };
  return { uid, gids: [account.gid, ...groupsOf(accounts, account).map(({ gid }) => gid)] };
}
