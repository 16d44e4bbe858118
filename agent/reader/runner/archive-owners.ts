/** Parts of one entry's path that may be the name of the tenant whose tree it lay in, in their order. */
export type Candidates = readonly {
  readonly name: string;
  /** What follows is a part of a tenant's tree. */
  readonly isTree: boolean;
  /** It lies right below "tenants". */
  readonly isBelowTenants: boolean;
}[];

const partsOfTree: ReadonlySet<string> = new Set([
  "state",
  "workspace",
  "config",
  "secrets",
  "logs",
  "home",
  "credentials",
  "openclaw.json",
]);
const maxCandidates = 20;

/**
 * Which tenants there are is not told here: this runs as one of them. Whoever
 * knows them chooses among the candidates.
 */
export function candidatesOf(entry: string): Candidates {
  const parts = entry.split("/").filter((part) => part !== "" && part !== ".");
  return parts
    .flatMap((name, index) => {
      const isTree = partsOfTree.has(parts[index + 1] ?? "");
      const isBelowTenants = parts[index - 1] === "tenants";
      const isName = name.length <= 24 && /^[a-z][a-z0-9-]*$/.test(name);
      return isName && (isTree || isBelowTenants) ? [{ name, isTree, isBelowTenants }] : [];
    })
    .slice(0, maxCandidates);
}
