"use client";

import Link from "next/link";
import { CellGrid, GridCell, GridCorner, GridRowHead } from "#components/ui/cell-grid.tsx";
import { toRoute } from "#components/ui/href.ts";
import { relativeTime } from "#components/ui/relative-time.ts";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import { verdictTint } from "#components/verdict/verdict-tint.ts";
import { type Item, itemLabels, items } from "#lib/domain/checklist/item.ts";
import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import type { MatrixCellDto, MatrixRowDto } from "#lib/services/fleet/matrix-dto.ts";

type MatrixTableProps = {
  rows: readonly MatrixRowDto[];
  open: { readonly slug: string; readonly item: Item | "" };
  onOpen: (slug: string, item: Item) => void;
  isRefreshing: boolean;
};

/** Tenants × items. Arrows move between cells, Enter opens one. */
export function MatrixTable({ rows, open, onOpen, isRefreshing }: MatrixTableProps) {
  return (
    <CellGrid
      caption="Verdicts of every tenant's ten items"
      edges="wrap"
      isRefreshing={isRefreshing}
      className="min-h-72"
      tableClassName="w-full"
      heads={
        <>
          <GridCorner className="min-w-40 sm:min-w-64">Tenant</GridCorner>
          {items.map((item) => (
            <ItemHead key={item} item={item} />
          ))}
        </>
      }
    >
      {rows.map((row, index) => (
        <tr key={row.id} className="group h-10">
          <TenantHead row={row} />
          {row.cells.map((cell, column) => (
            <td
              key={cell.item}
              className="border-b p-0 text-center group-last:border-b-0 group-hover:bg-well"
            >
              <GridCell
                row={index}
                column={column}
                aria-label={`${row.name}, ${itemLabels[cell.item]}: ${verdictLabels[cell.verdict]}`}
                title={cellTitle(cell)}
                className="h-10"
                isOpen={open.slug === row.slug && open.item === cell.item}
                tint={verdictTint[cell.verdict]}
                onClick={() => onOpen(row.slug, cell.item)}
              >
                <VerdictShape verdict={cell.verdict} />
              </GridCell>
            </td>
          ))}
        </tr>
      ))}
    </CellGrid>
  );
}

function ItemHead({ item }: { item: Item }) {
  return (
    <th
      scope="col"
      className="sticky top-0 z-10 w-12 min-w-12 border-b border-b-edge bg-panel p-0 font-normal text-dim text-xs lg:w-auto"
    >
      <span className="flex h-32 items-end justify-center pb-2 lg:h-11 lg:px-1">
        <span className="rotate-180 [writing-mode:vertical-rl] lg:rotate-0 lg:[writing-mode:horizontal-tb]">
          {itemLabels[item]}
        </span>
      </span>
    </th>
  );
}

function TenantHead({ row }: { row: MatrixRowDto }) {
  return (
    <GridRowHead className="max-w-40 py-1 sm:max-w-64">
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
    </GridRowHead>
  );
}

function cellTitle(cell: MatrixCellDto): string {
  const shared = cell.sharedWith.length > 0 ? `Shared with ${cell.sharedWith.join(", ")}.` : null;
  const age = cell.observedAt ? `Observed ${relativeTime(new Date(cell.observedAt), new Date())}.` : null;
  return [`${itemLabels[cell.item]}: ${verdictLabels[cell.verdict]}.`, shared ?? cell.reason, age]
    .filter(Boolean)
    .join(" ");
}
