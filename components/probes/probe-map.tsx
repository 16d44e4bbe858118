"use client";

import Link from "next/link";
import { useState } from "react";
import { CellGrid, GridCell, GridCorner, GridRowHead } from "#components/ui/cell-grid.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { toRoute } from "#components/ui/href.ts";
import { verdictTint } from "#components/verdict/verdict-tint.ts";
import { endingLabels } from "#lib/domain/probe/ending.ts";
import type { ProbeCellDto, ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";
import { EndingShape } from "./ending-shape.tsx";
import type { ProbeGrid } from "./probe-grid.ts";
import { changeLabels, describeCell } from "./probe-words.ts";

type ProbeMapProps = {
  grid: ProbeGrid;
  open: { readonly from: string; readonly to: string };
  onOpen: (from: string, to: string) => void;
  isRefreshing: boolean;
};

/** More columns than this are drawn narrow. */
const mostWide = 12;

/** Tenants × tenants: a row tries, a column is tried. Arrows move between cells, Enter opens one. */
export function ProbeMap({ grid, open, onOpen, isRefreshing }: ProbeMapProps) {
  const { sources, targets, cellOf } = grid;
  const [active, setActive] = useState<string | null>(null);
  const isNarrow = targets.length > mostWide;
  const first = firstCell(grid);
  const tabbable = active !== null && isThere(grid, active) ? active : first;
  return (
    <CellGrid
      caption="What was tried from each tenant (row) against each other (column)"
      edges="hold"
      isRefreshing={isRefreshing}
      className="min-h-48 w-fit max-w-full"
      heads={
        <>
          <GridCorner className="min-w-44">From ↓ to →</GridCorner>
          {targets.map((target) => (
            <ColumnHead key={target.slug} target={target} isNarrow={isNarrow} />
          ))}
        </>
      }
    >
      {sources.map((source, row) => (
        <tr key={source.slug} className={classNames("group", isNarrow ? "h-7" : "h-10")}>
          <RowHead source={source} isNarrow={isNarrow} />
          {targets.map((target, column) => {
            const cell = cellOf(source.slug, target.slug);
            const key = `${source.slug} ${target.slug}`;
            return (
              <td
                key={target.slug}
                className={classNames(
                  "border-b p-0 text-center group-last:border-b-0",
                  source.slug === target.slug && "hatch text-rule",
                )}
              >
                {cell ? (
                  <CellButton
                    cell={cell}
                    label={`${source.name} to ${target.name}`}
                    row={row}
                    column={column}
                    isNarrow={isNarrow}
                    isOpen={open.from === source.slug && open.to === target.slug}
                    isTabbable={tabbable === key}
                    onFocus={() => setActive(key)}
                    onOpen={onOpen}
                  />
                ) : null}
              </td>
            );
          })}
        </tr>
      ))}
    </CellGrid>
  );
}

function ColumnHead({ target, isNarrow }: { target: ProbeTenantDto; isNarrow: boolean }) {
  return (
    <th
      scope="col"
      className={classNames(
        "sticky top-0 z-10 border-b border-b-edge bg-panel p-0 font-normal text-xs",
        isNarrow ? "w-6 min-w-6" : "w-14 min-w-14",
      )}
    >
      <span className="flex h-36 items-end justify-center pb-2">
        <span
          className="max-h-32 rotate-180 truncate [writing-mode:vertical-rl]"
          title={`${target.name}, ${target.clientName}`}
        >
          {target.name}
        </span>
      </span>
    </th>
  );
}

function RowHead({ source, isNarrow }: { source: ProbeTenantDto; isNarrow: boolean }) {
  return (
    <GridRowHead className="max-w-56 py-0.5">
      <Link
        href={toRoute(`/tenants/${source.slug}`)}
        className="block truncate font-medium hover:underline"
        title={`${source.name}, ${source.clientName}`}
      >
        {source.name}
      </Link>
      {isNarrow ? null : <span className="block truncate text-faint text-xs">{source.clientName}</span>}
    </GridRowHead>
  );
}

type CellButtonProps = {
  cell: ProbeCellDto;
  label: string;
  row: number;
  column: number;
  isNarrow: boolean;
  isOpen: boolean;
  isTabbable: boolean;
  onFocus: () => void;
  onOpen: (from: string, to: string) => void;
};

function CellButton({ cell, label, isNarrow, isTabbable, onOpen, ...place }: CellButtonProps) {
  const change = cell.change === null ? "" : ` ${changeLabels[cell.change]} since the run before.`;
  const words = `${label}: ${endingLabels[cell.verdict]}. ${describeCell(cell)}${change}`;
  return (
    <GridCell
      {...place}
      tabIndex={isTabbable ? 0 : -1}
      aria-label={words}
      title={words}
      className={classNames("relative gap-1", isNarrow ? "h-7" : "h-10")}
      tint={cell.verdict === "not-applicable" ? "" : verdictTint[cell.verdict]}
      onClick={() => onOpen(cell.source, cell.target)}
    >
      <EndingShape ending={cell.verdict} className={isNarrow ? "size-3" : ""} />
      {!isNarrow && cell.counts.failed > 0 ? (
        <span className="font-mono text-failed text-xs">{cell.counts.failed}</span>
      ) : null}
      {!isNarrow && cell.counts.accepted > 0 ? (
        <span className="font-mono text-accepted text-xs">{cell.counts.accepted}</span>
      ) : null}
      {cell.change !== null ? (
        <span
          aria-hidden="true"
          className={classNames(
            "absolute rounded-full bg-accent",
            isNarrow ? "top-0.5 right-0.5 size-1" : "top-1 right-1 size-1.5",
          )}
        />
      ) : null}
    </GridCell>
  );
}

function firstCell({ sources, targets, cellOf }: ProbeGrid): string | null {
  for (const source of sources) {
    const target = targets.find(({ slug }) => cellOf(source.slug, slug) !== null);
    if (target) return `${source.slug} ${target.slug}`;
  }
  return null;
}

function isThere({ cellOf }: ProbeGrid, key: string): boolean {
  const [source = "", target = ""] = key.split(" ");
  return cellOf(source, target) !== null;
}
