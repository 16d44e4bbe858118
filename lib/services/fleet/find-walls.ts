import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import type { ItemVerdictDto } from "#lib/services/check/check-dto.ts";
import type { WallDto } from "./fleet-dto.ts";

type JudgedTenant = { readonly slug: string; readonly items: readonly ItemVerdictDto[] };
type Breach = WallDto["breaches"][number] & { readonly verdict: ItemVerdictDto["verdict"] };

/** The pairs of tenants that share something, each named once, with what is shared as the first of the two sees it. */
export function findWalls(tenants: readonly JudgedTenant[]): WallDto[] {
  const here = new Set(tenants.map(({ slug }) => slug));
  const breaches = new Map<string, { a: string; b: string; list: Breach[] }>();
  for (const { slug: a, items } of tenants) {
    for (const { item, label, verdict, sharing } of items) {
      for (const entry of sharing) {
        const b = entry.otherSlug;
        if (a >= b || !here.has(b)) continue;
        const wall = breaches.get(`${a} ${b}`) ?? { a, b, list: [] };
        wall.list.push({ item, label, sharing: entry, verdict });
        breaches.set(`${a} ${b}`, wall);
      }
    }
  }
  return [...breaches.values()].map(({ a, b, list }) => ({
    a,
    b,
    verdict: worstVerdict(list.map(({ verdict }) => verdict)),
    breaches: list.map(({ item, label, sharing }) => ({ item, label, sharing })),
  }));
}
