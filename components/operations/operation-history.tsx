"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { StepList } from "#components/ui/step-list.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { formatDuration } from "#components/words/format-duration.ts";
import { isUnfinished, operationStatusLabels } from "#components/words/operation-words.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import type { Page } from "#lib/services/page.ts";
import { toStepItems } from "./step-items.ts";

const pageSize = 20;

/** Every operation of a tenant, newest first; opening one shows its steps. */
export function OperationHistory({ slug }: { slug: string }) {
  const [page, setPage] = useState(1);
  const path = `/api/tenants/${slug}/operations?page=${page}&pageSize=${pageSize}`;
  const live = useLiveQuery<Page<OperationDto>>({
    queryKey: ["tenant", slug, "operations", page],
    path,
    isMoving: ({ rows }) => rows.some(isUnfinished),
  });
  return (
    <LiveContent
      live={live}
      errorTitle="The operations can't be shown."
      skeleton={<TableSkeleton rows={4} />}
    >
      {({ rows, total }) => (
        <div>
          <ul className="rounded-md border bg-panel">
            {rows.map((operation) => (
              <OperationRow key={operation.id} operation={operation} />
            ))}
            {rows.length === 0 ? (
              <EmptyState title="No operations yet">
                Every provision, start, stop and removal of this tenant will be listed here with its steps.
              </EmptyState>
            ) : null}
          </ul>
          <Pagination page={page} pageSize={pageSize} total={total} onPage={setPage} noun="operations" />
        </div>
      )}
    </LiveContent>
  );
}

function OperationRow({ operation }: { operation: OperationDto }) {
  const { startedAt, finishedAt } = operation;
  return (
    <li className="border-b last:border-b-0">
      <details className="group">
        <summary className="grid min-h-10 list-none grid-cols-[1rem_5.5rem_5.5rem_1fr_auto] items-center gap-3 px-3 py-2 text-sm -outline-offset-2 hover:bg-well">
          <ChevronRight
            aria-hidden="true"
            className="size-4 text-dim transition-transform group-open:rotate-90"
          />
          <span className="font-medium">{operationKinds[operation.kind].words.title}</span>
          <span>
            <StatusBadge status={operation.status} />
          </span>
          <span className="min-w-0 truncate text-dim">
            {operation.error?.message ?? (operation.requestedBy ? `by ${operation.requestedBy}` : null)}
          </span>
          <span className="whitespace-nowrap text-dim">
            {startedAt && finishedAt ? (
              <span className="mr-3 font-mono text-xs max-sm:hidden">
                {formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))}
              </span>
            ) : null}
            <TimeAgo at={operation.createdAt} />
          </span>
        </summary>
        <div className="border-t bg-raised px-4 py-3 sm:pl-10">
          {operation.error ? (
            <p className="mb-3 max-w-prose text-sm">
              <span className="text-danger">{operation.error.message}</span> {operation.error.nextStep}
            </p>
          ) : null}
          {operation.steps.length > 0 ? (
            <StepList label="Steps" steps={toStepItems(operation.steps, startedAt)} />
          ) : (
            <p className="text-dim text-sm">It did not get to a first step.</p>
          )}
        </div>
      </details>
    </li>
  );
}

function StatusBadge({ status }: { status: OperationDto["status"] }) {
  const tone =
    status === "failed"
      ? "solid"
      : status === "done"
        ? "neutral"
        : status === "cancelled"
          ? "dashed"
          : "accent";
  return <Badge tone={tone}>{operationStatusLabels[status]}</Badge>;
}
