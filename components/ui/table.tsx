"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { type Href, toRoute } from "./href.ts";
import { LinkPending } from "./link-pending.tsx";
import { useRowKeys } from "./use-row-keys.ts";

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end" | "center" | undefined;
  /** A Tailwind width class such as "w-32"; the others share what is left. */
  width?: string | undefined;
  isSortable?: boolean | undefined;
  /** Left out below this width of the window. */
  hideBelow?: "sm" | "md" | "lg" | "xl" | "2xl" | undefined;
};

export type TableSort = { column: string; direction: "asc" | "desc" };

type TableProps<Row> = {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Makes the whole row a link, and lets j/k and the arrows walk the rows. */
  rowHref?: ((row: Row) => Href) | undefined;
  sort?: TableSort | null | undefined;
  /** Given the next sort when a sortable header is pressed. */
  onSort?: ((sort: TableSort) => void) | undefined;
  selectedKey?: string | null | undefined;
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode | undefined;
  /** True while newer rows are being fetched: the present ones stay, dimmed. */
  isRefreshing?: boolean | undefined;
};

const hideClass = {
  sm: "max-sm:hidden",
  md: "max-md:hidden",
  lg: "max-lg:hidden",
  xl: "max-xl:hidden",
  "2xl": "max-[88rem]:hidden",
} as const;

const alignClass = { start: "text-left", center: "text-center", end: "text-right" } as const;

function cellClass<Row>(column: Column<Row>): string {
  return classNames(alignClass[column.align ?? "start"], column.hideBelow && hideClass[column.hideBelow]);
}

/** A plain, dense table: 40 px rows, a header that stays, sorting by keyboard. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, selectedKey, empty, isRefreshing } = props;
  const onKeyDown = useRowKeys();
  return (
    <div className="border-y bg-panel relative max-xl:overflow-x-auto md:rounded-md md:border-x">
      <table
        className="w-full border-separate border-spacing-0 text-sm"
        aria-busy={isRefreshing || undefined}
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown} className={isRefreshing ? "opacity-60 transition-opacity" : undefined}>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-selected={key === selectedKey || undefined}
                className="group relative h-10 hover:bg-well has-[a[data-row]:focus-visible]:bg-accent-soft data-selected:bg-accent-soft"
              >
                {columns.map((column, index) => (
                  <td
                    key={column.id}
                    className={classNames("border-b px-3 py-1.5 group-last:border-b-0", cellClass(column))}
                  >
                    {index === 0 && rowHref ? (
                      <Link
                        data-row=""
                        href={toRoute(rowHref(row))}
                        className="font-medium -outline-offset-2 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                      >
                        {column.cell(row)}
                        <span className="absolute ml-2 inline-flex">
                          <LinkPending />
                        </span>
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 ? empty : null}
    </div>
  );
}

type HeaderCellProps<Row> = {
  column: Column<Row>;
  sort: TableSort | null;
  onSort: ((sort: TableSort) => void) | undefined;
};

const ariaSort = { asc: "ascending", desc: "descending" } as const;

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const direction = sort?.column === column.id ? sort.direction : null;
  const Icon = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={direction ? ariaSort[direction] : undefined}
      className={classNames(
        "plate z-10 xl:sticky xl:top-(--sticky-top) h-9 border-b border-b-edge bg-panel px-3 text-dim first:rounded-tl-md last:rounded-tr-md",
        column.width,
        cellClass(column),
      )}
    >
      {column.isSortable && onSort ? (
        <button
          type="button"
          onClick={() => onSort({ column: column.id, direction: direction === "asc" ? "desc" : "asc" })}
          className="plate inline-flex items-center gap-1 hover:text-ink"
        >
          {column.header}
          <Icon aria-hidden="true" className={classNames("size-3", !direction && "opacity-50")} />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}
