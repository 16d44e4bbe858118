"use client";

import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { FaultDto, MistakeDto } from "#lib/services/risk/risk-dto.ts";
import { AcceptButton } from "./accept-dialog.tsx";
import { AcceptanceNote } from "./acceptance-note.tsx";
import { FixButton } from "./fix-button.tsx";

type MistakeCardProps = { slug: string; mistake: MistakeDto; canOperate: boolean };

/** A mistake that was found: what exactly, how it was seen, why it matters, and what to do. */
export function MistakeCard({ slug, mistake, canOperate }: MistakeCardProps) {
  const { ruleId, title, explanation, remedy, verdict, faults, faultKeys, acceptances, fix } = mistake;
  return (
    <li id={ruleId} className="scroll-mt-4 rounded-md border bg-panel px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">{title}</h3>
        <span className="flex items-center gap-3">
          <VerdictMark verdict={verdict} />
          {mistake.firstSeenAt ? (
            <span className="text-dim text-sm">
              since <TimeAgo at={mistake.firstSeenAt} />
            </span>
          ) : null}
        </span>
      </div>
      <FaultList faults={faults} />
      {mistake.reason ? <p className="mt-2 text-dim text-sm">{mistake.reason}</p> : null}
      <div className="mt-3 grid gap-x-6 gap-y-3 text-sm md:grid-cols-2">
        <div>
          <h4 className="plate text-dim">Why it matters</h4>
          <p className="mt-1 max-w-prose">{explanation}</p>
        </div>
        <div>
          <h4 className="plate text-dim">What to do</h4>
          <p className="mt-1 max-w-prose">{remedy}</p>
        </div>
      </div>
      <div className="mt-3 flex flex-col gap-3">
        {acceptances.map((acceptance) => (
          <AcceptanceNote key={acceptance.id} slug={slug} acceptance={acceptance} canOperate={canOperate} />
        ))}
        {canOperate && verdict === "failed" ? (
          <div className="flex flex-wrap gap-2">
            {fix ? <FixButton slug={slug} ruleId={ruleId} fix={fix} /> : null}
            <AcceptButton
              slug={slug}
              title={title}
              subject={{ kind: "mistake", id: ruleId }}
              faults={faultKeys}
            />
          </div>
        ) : null}
      </div>
    </li>
  );
}

export function FaultList({ faults }: { faults: readonly FaultDto[] }) {
  return (
    <ul className="mt-2 flex flex-col gap-2">
      {faults.map((fault) => (
        <li key={fault.detail} className="rounded-sm border-edge border-l-2 pl-3 text-sm">
          <p className="[overflow-wrap:anywhere]">{fault.detail}</p>
          <p className="text-dim">
            {fault.seenHow}
            {fault.others.map((other) => (
              <span key={other}>
                {" "}
                <Link
                  href={toRoute(`/tenants/${other}?tab=risks`)}
                  className="text-accent underline underline-offset-2"
                >
                  {other}
                </Link>
              </span>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}
