"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { ProbeCellDto, ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";
import { EndingShape } from "./ending-shape.tsx";
import { troubledCells } from "./probe-grid.ts";
import { describeCounts } from "./probe-words.ts";

type TroubleListProps = {
  tenants: readonly ProbeTenantDto[];
  cells: readonly ProbeCellDto[];
  onOpen: (from: string, to: string) => void;
};

const mostShown = 20;

/** The pairs that something got through, accepted or not. On a phone this stands for the map. */
export function TroubleList({ tenants, cells, onOpen }: TroubleListProps) {
  const names = new Map(tenants.map(({ slug, name }) => [slug, name]));
  const trouble = troubledCells(cells);
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? trouble : trouble.slice(0, mostShown);
  const left = trouble.length - shown.length;
  const unmeasured = cells.filter(({ verdict }) => verdict === "not-measured").length;
  return (
    <section aria-label="Pairs with trouble" className="w-full sm:hidden">
      <h2 className="plate mb-1.5 text-dim">Pairs with trouble · {trouble.length}</h2>
      <ul className="-mx-4 border-y bg-panel empty:hidden">
        {shown.map((cell) => (
          <li key={`${cell.source} ${cell.target}`} className="border-b last:border-b-0">
            <button
              type="button"
              onClick={() => onOpen(cell.source, cell.target)}
              className="flex min-h-12 w-full items-center gap-3 px-4 py-2 text-left text-sm -outline-offset-2 hover:bg-well"
            >
              <EndingShape ending={cell.verdict} />
              <span className="min-w-0 flex-1">
                <span className="font-medium [overflow-wrap:anywhere]">
                  {names.get(cell.source)} <span className="text-faint">→</span> {names.get(cell.target)}
                </span>
                <span className="block text-dim">{describeCounts(cell.counts)}</span>
              </span>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
            </button>
          </li>
        ))}
      </ul>
      {left > 0 ? (
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => setIsWhole(true)}>
          Show {left} more
        </Button>
      ) : null}
      <p className="mt-2 flex flex-col gap-1 text-dim text-sm">
        {trouble.length === 0 ? "Nothing is known to have got through." : null}
        {unmeasured > 0 ? (
          <VerdictMark
            verdict="not-measured"
            label={`${unmeasured} of ${cells.length} directions are not measured`}
          />
        ) : null}
      </p>
    </section>
  );
}
