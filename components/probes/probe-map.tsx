"use client";

import Link from "next/link";
import { type KeyboardEvent, useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { toRoute } from "#components/ui/href.ts";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import type { ProbeCellDto, ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";
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
    <div className="max-h-[calc(100dvh-13rem)] min-h-48 w-fit max-w-full overflow-auto rounded-md border bg-panel">
      <table className="border-separate border-spacing-0 text-sm" aria-busy={isRefreshing || undefined}>
        <caption className="sr-only">
          What was tried from each tenant (row) against each other (column)
        </caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="plate sticky top-0 left-0 z-20 min-w-44 border-r border-b border-r-edge border-b-edge bg-panel px-3 pb-2 text-left align-bottom text-dim"
            >
              From ↓ to →
            </th>
            {targets.map((target) => (
              <ColumnHead key={target.slug} target={target} isNarrow={isNarrow} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenCells} className={isRefreshing ? "opacity-60" : undefined}>
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
                        at={`${row} ${column}`}
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
        </tbody>
      </table>
    </div>
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
    <th
      scope="row"
      className="sticky left-0 z-10 max-w-56 border-r border-b border-r-edge bg-panel px-3 py-0.5 text-left font-normal group-last:border-b-0 group-hover:bg-well"
    >
      <Link
        href={toRoute(`/tenants/${source.slug}`)}
        className="block truncate font-medium hover:underline"
        title={`${source.name}, ${source.clientName}`}
      >
        {source.name}
      </Link>
      {isNarrow ? null : <span className="block truncate text-faint text-xs">{source.clientName}</span>}
    </th>
  );
}

type CellButtonProps = {
  cell: ProbeCellDto;
  label: string;
  /** "row column" in the grid. */
  at: string;
  isNarrow: boolean;
  isOpen: boolean;
  isTabbable: boolean;
  onFocus: () => void;
  onOpen: (from: string, to: string) => void;
};

const tint = {
  failed: "bg-failed-soft",
  accepted: "bg-accepted-soft",
  proven: "",
  "not-measured": "",
} as const;

function CellButton({ cell, label, at, isNarrow, isOpen, isTabbable, onFocus, onOpen }: CellButtonProps) {
  const change = cell.change === null ? "" : ` ${changeLabels[cell.change]} since the run before.`;
  return (
    <button
      type="button"
      data-cell={at}
      tabIndex={isTabbable ? 0 : -1}
      aria-label={`${label}: ${verdictLabels[cell.verdict]}. ${describeCell(cell)}${change}`}
      title={`${label}: ${verdictLabels[cell.verdict]}. ${describeCell(cell)}${change}`}
      className={classNames(
        "relative flex w-full items-center justify-center gap-1 -outline-offset-2 hover:bg-accent-soft",
        isNarrow ? "h-7" : "h-10",
        isOpen ? "bg-accent-soft outline-2 outline-accent" : tint[cell.verdict],
      )}
      onFocus={onFocus}
      onClick={() => onOpen(cell.source, cell.target)}
    >
      <VerdictShape verdict={cell.verdict} className={isNarrow ? "size-3" : ""} />
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
    </button>
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

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};
/** A gap is one cell wide where a tenant meets itself, and wider where a filter leaves pairs out. */
const longestGap = 200;

function moveBetweenCells(event: KeyboardEvent<HTMLElement>) {
  const move = moves[event.key];
  if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? focused.dataset.cell : undefined;
  if (at === undefined) return;
  event.preventDefault();
  const [row = 0, column = 0] = at.split(" ").map(Number);
  for (let step = 1; step <= longestGap; step += 1) {
    const place = `${row + move[0] * step} ${column + move[1] * step}`;
    const next = event.currentTarget.querySelector<HTMLElement>(`button[data-cell="${place}"]`);
    if (!next) continue;
    next.focus();
    return;
  }
}
