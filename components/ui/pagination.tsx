"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "./button.tsx";

type PaginationProps = {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
  /** Plural of what is listed: "clients". */
  noun: string;
};

export function Pagination({ page, pageSize, total, onPage, noun }: PaginationProps) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const isPastEnd = page > last;
  const from = total === 0 || isPastEnd ? 0 : (page - 1) * pageSize + 1;
  const to = isPastEnd ? 0 : Math.min(page * pageSize, total);
  return (
    <nav
      aria-label={`Pages of ${noun}`}
      className="flex items-center justify-between gap-3 py-3 text-dim text-sm"
    >
      <p aria-live="polite">
        <span className="font-mono text-xs">
          {from}–{to}
        </span>{" "}
        of <span className="font-mono text-xs">{total}</span> {noun}
      </p>
      {last > 1 ? (
        <div className="flex items-center gap-2">
          <Button
            size="sm"
            icon={<ChevronLeft aria-hidden="true" />}
            disabled={page <= 1}
            onClick={() => onPage(Math.min(page - 1, last))}
          >
            Previous
          </Button>
          <span className="font-mono text-xs">
            {page}/{last}
          </span>
          <Button size="sm" disabled={page >= last} onClick={() => onPage(page + 1)}>
            Next
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      ) : null}
    </nav>
  );
}
