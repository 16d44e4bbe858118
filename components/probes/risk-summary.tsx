"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { ProbeFamily } from "#lib/domain/probe/record/probe-family.ts";
import type { ProbeMapDto } from "#lib/services/probe/probe-dto.ts";

const mostShown = 7;

type RiskSummaryProps = {
  map: ProbeMapDto;
  /** Shows the pairs that a probe of this kind got through, or those where that is accepted. */
  onFamily: (family: ProbeFamily, show: "failed" | "accepted") => void;
};

const countPairs = (count: number) => `${count} ${count === 1 ? "pair" : "pairs"}`;

/** What the attempts that got through mean, and what closes each. */
export function RiskSummary({ map, onFamily }: RiskSummaryProps) {
  const [isWhole, setIsWhole] = useState(false);
  if (map.risks.length === 0) return null;
  const shown = isWhole ? map.risks : map.risks.slice(0, mostShown);
  const left = map.risks.length - shown.length;
  return (
    <section aria-label="What got through" className="min-w-0 flex-1 basis-80">
      <h2 className="plate mb-1.5 text-dim">What got through · {map.risks.length}</h2>
      <ul className="rounded-md border bg-panel max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {shown.map(({ probe, family, risk, remedy, pairs, accepted }) => (
          <li key={probe} className="border-b last:border-b-0">
            <button
              type="button"
              onClick={() => onFamily(family, pairs > 0 ? "failed" : "accepted")}
              className="flex w-full items-start gap-3 px-3 py-2 text-left text-sm -outline-offset-2 hover:bg-well"
            >
              <VerdictShape verdict={pairs > 0 ? "failed" : "accepted"} className="mt-0.75" />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{risk}</span>
                <span className="block text-dim">{remedy}</span>
              </span>
              <span className="shrink-0 text-right font-mono text-xs">
                {pairs > 0 ? <span className="block">{countPairs(pairs)}</span> : null}
                {accepted > 0 ? (
                  <span className="block text-accepted">{countPairs(accepted)} accepted</span>
                ) : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {left > 0 ? (
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => setIsWhole(true)}>
          Show {left} more
        </Button>
      ) : null}
    </section>
  );
}
