"use client";

import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { Section } from "#components/ui/section.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { AcceptedRiskDto, TenantRisksDto } from "#lib/services/risk/risk-dto.ts";
import { AcceptanceNote } from "./acceptance-note.tsx";
import { MistakeCard } from "./mistake-card.tsx";

type AcceptedListProps = { risks: TenantRisksDto; slug: string; canOperate: boolean };

/**
 * Every risk of a tenant that somebody answers for, each once. A mistake that
 * is accepted is shown whole; one that is failed again stands among the open
 * ones, with what was accepted of it.
 */
export function AcceptedList({ risks, slug, canOperate }: AcceptedListProps) {
  const mistakes = risks.mistakes.filter(({ verdict }) => verdict === "accepted");
  const others = risks.accepted.filter(
    ({ kind, verdict }) => kind !== "mistake" || (verdict !== "accepted" && verdict !== "failed"),
  );
  if (mistakes.length + others.length === 0) return null;
  return (
    <Section title="Accepted" frame="plain" aside={mistakes.length + others.length}>
      <ul className="flex flex-col gap-3">
        {mistakes.map((mistake) => (
          <MistakeCard key={mistake.ruleId} slug={slug} mistake={mistake} canOperate={canOperate} />
        ))}
        {others.map((risk) => (
          <AcceptedRisk key={risk.acceptance.id} risk={risk} slug={slug} canOperate={canOperate} />
        ))}
      </ul>
    </Section>
  );
}

const kindLabels: Record<AcceptedRiskDto["kind"], string> = {
  mistake: "Mistake",
  item: "Item of the checklist",
  attempt: "Attempts from other tenants",
  policy: "Tool policy",
};

function AcceptedRisk({
  risk,
  slug,
  canOperate,
}: {
  risk: AcceptedRiskDto;
  slug: string;
  canOperate: boolean;
}) {
  const { acceptance, kind, title, verdict } = risk;
  return (
    <li className="rounded-md border bg-panel px-4 py-3">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Link href={toRoute(hrefOf(risk, slug))} className="font-semibold hover:underline">
          {title}
        </Link>
        <span className="flex items-baseline gap-3">
          <span className="text-dim text-sm">{kindLabels[kind]}</span>
          {verdict ? <VerdictMark verdict={verdict} /> : null}
        </span>
      </div>
      <AcceptanceNote slug={slug} acceptance={acceptance} canOperate={canOperate} />
    </li>
  );
}

/** Where what is accepted is shown. */
function hrefOf({ kind, subject, acceptance }: AcceptedRiskDto, slug: string): `/${string}` {
  switch (kind) {
    case "item":
      return `/tenants/${slug}?item=${subject}`;
    case "mistake":
      return `/playbook#${subject}`;
    case "policy":
      return `/tenants/${slug}?tab=tools`;
    case "attempt": {
      const [source] = acceptance.sources;
      return source === undefined ? "/probes" : `/probes?from=${source}&to=${slug}`;
    }
  }
}
