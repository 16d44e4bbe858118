import type { Gathered } from "./gather-copies.ts";
import type { SecretItem } from "./known-secrets.ts";
import type { Observed } from "./note-copies.ts";

export const secretItems: readonly SecretItem[] = [
  "channel-credentials",
  "model-credentials",
  "gateway-token",
];

/**
 * Says on a tenant's items what was looked at and what was not. What could not
 * be looked at in its own tree leaves them unmeasured.
 *
 * @param counts of all secrets that were searched for, and of this tenant's that were not
 */
export function noteExtent(
  tenant: Observed,
  { roots, closed }: Gathered,
  counts: { readonly searched: number; readonly left: number },
): void {
  const files = roots.reduce((sum, { report }) => sum + report.files, 0);
  const places = roots.filter(({ holder }) => holder === null).map(({ report }) => report.path);
  const trees = new Set(roots.map(({ holder }) => holder).filter((holder) => holder !== null)).size;
  const partly = new Set([
    ...roots.flatMap(({ holder, report }) => [
      ...report.leftOut,
      ...(holder === null ? report.problems : []),
    ]),
    ...closed,
  ]);
  const problems = roots.filter(({ holder }) => holder === tenant).flatMap(({ report }) => report.problems);
  const where = [trees === 1 ? "the tree of one tenant" : `the trees of ${trees} tenants`, ...places];
  for (const item of secretItems) {
    const draft = tenant.draftOf(item);
    draft.how("bytes of the files of all tenants and of shared places, held against each secret");
    draft.fact("Copies looked for", `${counts.searched} secrets, in ${files} files of ${where.join(", ")}`);
    if (counts.left > 0)
      draft.fact("Not looked for", `${counts.left} secrets, which are too short, too common or too many`);
    if (partly.size > 0) draft.fact("Not looked through", [...partly].join("; "));
    for (const problem of problems)
      draft.unmeasured(`Copies of secrets were not looked for in the whole tree: ${problem}.`);
  }
}
