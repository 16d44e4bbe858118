"use client";

import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { MistakeFix } from "#lib/domain/mistakes/mistake-rule.ts";
import type { FaultDto, MistakeDto } from "#lib/services/mistake/mistake-dto.ts";
import { AcceptButton } from "./accept-dialog.tsx";
import { AcceptanceNote } from "./acceptance-note.tsx";
import { FixButton } from "./fix-button.tsx";

type MistakeCardProps = { slug: string; mistake: MistakeDto; canOperate: boolean };

/** A mistake that was found: what exactly, how it was seen, why it matters, and what to do. */
export function MistakeCard({ slug, mistake, canOperate }: MistakeCardProps) {
  const { ruleId, title, explanation, remedy, verdict, faults, faultKeys, acceptances } = mistake;
  // What nobody has looked at since may be gone or another one: the host does nothing about it then.
  const fixes = mistake.stale === null ? clicksOf(faults) : [];
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
          <p className="mt-1">
            <Link
              href={toRoute(`/playbook#${ruleId}`)}
              className="text-dim underline underline-offset-2 hover:text-ink"
            >
              In the playbook
            </Link>
          </p>
        </div>
      </div>
      <div className="mt-3 flex flex-col gap-3">
        {acceptances.map((acceptance) => (
          <AcceptanceNote key={acceptance.id} slug={slug} acceptance={acceptance} canOperate={canOperate} />
        ))}
        {canOperate && verdict === "failed" ? (
          <div className="flex flex-wrap gap-2">
            {fixes.map((fix) => (
              <FixButton key={fix} slug={slug} ruleId={ruleId} fix={fix} faults={faultKeys} />
            ))}
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

/** What clicks can do about the faults, each once. */
function clicksOf(faults: readonly FaultDto[]): MistakeFix[] {
  return [...new Set(faults.flatMap(({ cure }) => (cure?.by === "click" ? [cure.fix] : [])))];
}

export function FaultList({ faults }: { faults: readonly FaultDto[] }) {
  return (
    <ul className="mt-2 flex flex-col gap-2">
      {faults.map((fault) => (
        <li key={fault.detail} className="rounded-sm border-edge border-l-2 pl-3 text-sm">
          <p className="[overflow-wrap:anywhere]">{fault.detail}</p>
          {fault.cure?.by === "hand" ? (
            <p className="mt-1 max-w-prose [overflow-wrap:anywhere]">
              <span className="font-medium">By hand: </span>
              {fault.cure.step}
            </p>
          ) : null}
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
