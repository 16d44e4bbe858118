"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { type GridEdges, moveBetweenCells } from "./move-between-cells.ts";

type CellGridProps = {
  /** What the grid shows, for screen readers. */
  caption: string;
  /** The header cells: a {@link GridCorner}, then one for each column. */
  heads: ReactNode;
  /** The rows, each with a {@link GridRowHead} and a {@link GridCell} where there is something to open. */
  children: ReactNode;
  edges: GridEdges;
  /** True while newer cells are being fetched: the present ones stay, dimmed. */
  isRefreshing: boolean;
  className: string;
  tableClassName?: string;
};

/** A scrolling table of buttons under heads that stay. Arrows move between cells, Enter opens one. */
export function CellGrid(props: CellGridProps) {
  const { caption, heads, children, edges, isRefreshing, className, tableClassName } = props;
  return (
    <div
      className={classNames("max-h-[calc(100dvh-13rem)] overflow-auto rounded-md border bg-panel", className)}
    >
      <table
        className={classNames("border-separate border-spacing-0 text-sm", tableClassName)}
        aria-busy={isRefreshing || undefined}
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>{heads}</tr>
        </thead>
        <tbody
          onKeyDown={(event) => moveBetweenCells(event, edges)}
          className={isRefreshing ? "opacity-60" : undefined}
        >
          {children}
        </tbody>
      </table>
    </div>
  );
}

/** Names what the row heads are; stays in both directions. */
export function GridCorner({ className, children }: { className: string; children: ReactNode }) {
  return (
    <th
      scope="col"
      className={classNames(
        "plate sticky top-0 left-0 z-20 border-r border-b border-r-edge border-b-edge bg-panel px-3 pb-2 text-left align-bottom text-dim",
        className,
      )}
    >
      {children}
    </th>
  );
}

/** The head of a row that is a `group`. */
export function GridRowHead({ className, children }: { className: string; children: ReactNode }) {
  return (
    <th
      scope="row"
      className={classNames(
        "sticky left-0 z-10 border-r border-b border-r-edge bg-panel px-3 text-left font-normal group-last:border-b-0 group-hover:bg-well",
        className,
      )}
    >
      {children}
    </th>
  );
}

type GridCellProps = ComponentProps<"button"> & {
  row: number;
  column: number;
  isOpen: boolean;
  /** Its background while it isn't open. */
  tint: string;
};

/** What a cell opens. The arrows find it by its row and column. */
export function GridCell({ row, column, isOpen, tint, className, ...button }: GridCellProps) {
  return (
    <button
      {...button}
      type="button"
      data-cell={`${row} ${column}`}
      className={classNames(
        "flex w-full items-center justify-center -outline-offset-2 hover:bg-accent-soft",
        className,
        isOpen ? "bg-accent-soft outline-2 outline-accent" : tint,
      )}
    />
  );
}
