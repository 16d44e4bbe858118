"use client";

import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { Item } from "#lib/domain/checklist/item.ts";
import { useRisks } from "./use-risks.ts";

/** The mistakes found on a tenant that bear on one item of its checklist. */
export function ItemMistakes({ slug, item }: { slug: string; item: Item }) {
  const { data } = useRisks(slug);
  const found = data?.mistakes.filter(
    ({ items, verdict }) => items.includes(item) && (verdict === "failed" || verdict === "accepted"),
  );
  return (
    <section>
      <h3 className="plate mb-1 text-dim">Mistakes by name</h3>
      {found && found.length > 0 ? (
        <ul className="flex flex-col gap-1 text-sm">
          {found.map(({ ruleId, title, verdict }) => (
            <li key={ruleId}>
              <Link
                href={toRoute(`/tenants/${slug}?tab=risks#${ruleId}`)}
                className="inline-flex items-center gap-2 underline underline-offset-2"
              >
                <VerdictShape verdict={verdict} />
                {title}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-dim text-sm">None found that bears on it.</p>
      )}
      <p className="mt-1 text-sm">
        <Link href={toRoute("/playbook")} className="text-dim underline underline-offset-2 hover:text-ink">
          What is looked for, and why
        </Link>
      </p>
    </section>
  );
}
