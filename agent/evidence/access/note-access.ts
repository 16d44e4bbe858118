import path from "node:path";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";
import type { AccessAnswers } from "./ask-tenants.ts";
import { describeHostPlace, describeTreePlace, itemOf } from "./describe-open.ts";

type Draft = {
  how(way: string): void;
  defect(what: string, message: string, nextStep: string): void;
  unmeasured(reason: string): void;
};

/** What was asked, as far as it concerns one item of one tenant. */
export function noteAccess(
  draft: Draft & { readonly item: Item },
  tenant: TenantRecord,
  { open, unmeasured, users, handedOn }: AccessAnswers,
): void {
  const { slug, layout, userName } = tenant;
  for (const each of open) {
    const isOwn = each.slug === slug;
    if (each.of?.slug === slug && itemOf(layout, each.of.below) === draft.item)
      note(draft, describeTreePlace(each, users.get(each.slug) ?? each.slug));
    if (isOwn && each.kind === "own" && draft.item === "state-directory")
      note(draft, { ...describeHostPlace(each, userName), what: "config-writable" });
    if (isOwn && each.kind !== "own" && each.kind !== "tree" && draft.item === "host-access")
      note(draft, describeHostPlace(each, userName));
  }
  for (const { place, to } of handedOn.filter((each) => each.slug === slug)) {
    if (itemOf(layout, path.relative(layout.tree, place)) !== draft.item) continue;
    draft.defect(
      "open-to-neighbour",
      `Whatever is made in ${place} is opened to ${to} by an access list that the directory hands on (default ACL).`,
      `Look at it with getfacl ${shellWord(place)}, and remove it: setfacl -k ${shellWord(place)}`,
    );
  }
  if (draft.item !== "host-access" && draft.item !== "state-directory") return;
  draft.how("what the kernel answers to each tenant's user");
  for (const each of unmeasured) if (each.slug === null || each.slug === slug) draft.unmeasured(each.reason);
}

function note(draft: Draft, { what, message, nextStep }: ReturnType<typeof describeHostPlace>): void {
  draft.defect(what, message, nextStep);
}
