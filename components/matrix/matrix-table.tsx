"use client";

import Link from "next/link";
import type { KeyboardEvent } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { toRoute } from "#components/ui/href.ts";
import { relativeTime } from "#components/ui/relative-time.ts";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import { type Item, itemLabels, items } from "#lib/domain/checklist/item.ts";
import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import type { MatrixCellDto, MatrixRowDto } from "#lib/services/check/check-dto.ts";

type MatrixTableProps = {
  rows: readonly MatrixRowDto[];
  open: { readonly slug: string; readonly item: Item | "" };
  onOpen: (slug: string, item: Item) => void;
  isRefreshing: boolean;
};

/** Tenants × items. Arrows move between cells, Enter opens one. */
export function MatrixTable({ rows, open, onOpen, isRefreshing }: MatrixTableProps) {
  return (
    <div className="max-h-[calc(100dvh-13rem)] min-h-72 overflow-auto rounded-md border bg-panel">
      <table
        className="w-full border-separate border-spacing-0 text-sm"
        aria-busy={isRefreshing || undefined}
      >
        <caption className="sr-only">Verdicts of every tenant's ten items</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="plate sticky top-0 left-0 z-20 min-w-40 border-r border-b border-r-edge border-b-edge bg-panel px-3 pb-2 text-left align-bottom text-dim sm:min-w-64"
            >
              Tenant
            </th>
            {items.map((item) => (
              <th
                key={item}
                scope="col"
                className="sticky top-0 z-10 w-12 min-w-12 border-b border-b-edge bg-panel p-0 font-normal text-dim text-xs lg:w-auto"
              >
                <span className="flex h-32 items-end justify-center pb-2 lg:h-11 lg:px-1">
                  <span className="rotate-180 [writing-mode:vertical-rl] lg:rotate-0 lg:[writing-mode:horizontal-tb]">
                    {itemLabels[item]}
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenCells} className={isRefreshing ? "opacity-60" : undefined}>
          {rows.map((row) => (
            <tr key={row.id} className="group h-10">
              <th
                scope="row"
                className="sticky left-0 z-10 max-w-40 border-r border-b border-r-edge bg-panel px-3 py-1 text-left font-normal group-last:border-b-0 group-hover:bg-well sm:max-w-64"
              >
                <Link
                  href={toRoute(`/tenants/${row.slug}`)}
                  className="block truncate font-medium hover:underline"
                  title={row.name}
                >
                  {row.name}
                </Link>
                <span className="block truncate text-faint text-xs" title={row.clientName}>
                  {row.clientName}
                </span>
              </th>
              {row.cells.map((cell) => (
                <td
                  key={cell.item}
                  className="border-b p-0 text-center group-last:border-b-0 group-hover:bg-well"
                >
                  <CellButton
                    row={row}
                    cell={cell}
                    isOpen={open.slug === row.slug && open.item === cell.item}
                    onOpen={onOpen}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CellButtonProps = {
  row: MatrixRowDto;
  cell: MatrixCellDto;
  isOpen: boolean;
  onOpen: (slug: string, item: Item) => void;
};

const tint = {
  failed: "bg-failed-soft",
  accepted: "bg-accepted-soft",
  proven: "",
  "not-measured": "",
} as const;

function CellButton({ row, cell, isOpen, onOpen }: CellButtonProps) {
  return (
    <button
      type="button"
      data-cell=""
      aria-label={`${row.name}, ${itemLabels[cell.item]}: ${verdictLabels[cell.verdict]}`}
      title={cellTitle(cell)}
      className={classNames(
        "flex h-10 w-full items-center justify-center -outline-offset-2 hover:bg-accent-soft",
        isOpen ? "bg-accent-soft outline-2 outline-accent" : tint[cell.verdict],
      )}
      onClick={() => onOpen(row.slug, cell.item)}
    >
      <VerdictShape verdict={cell.verdict} />
    </button>
  );
}

function cellTitle(cell: MatrixCellDto): string {
  const shared = cell.sharedWith.length > 0 ? `Shared with ${cell.sharedWith.join(", ")}.` : null;
  const age = cell.observedAt ? `Observed ${relativeTime(new Date(cell.observedAt), new Date())}.` : null;
  return [`${itemLabels[cell.item]}: ${verdictLabels[cell.verdict]}.`, shared ?? cell.reason, age]
    .filter(Boolean)
    .join(" ");
}

const moves: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: items.length,
  ArrowUp: -items.length,
};

function moveBetweenCells(event: KeyboardEvent<HTMLElement>) {
  const move = moves[event.key];
  if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>("button[data-cell]")];
  const focused = document.activeElement;
  const index = focused instanceof HTMLElement ? cells.indexOf(focused) : -1;
  const target = index < 0 ? undefined : cells[index + move];
  if (!target) return;
  event.preventDefault();
  target.focus();
}
