"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { FailureState } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import type { ActivityPage } from "#lib/services/activity/activity-dto.ts";
import { type ActivityQuery, activityPages } from "./activity-queries.ts";
import { ActivityRows } from "./activity-rows.tsx";

type ActivityFeedProps = {
  filter: ActivityQuery;
  /** The first page, when the server read it. */
  initial?: ActivityPage | undefined;
  empty?: ReactNode;
};

/** Who did what, newest first, kept up to date. */
export function ActivityFeed({ filter, initial, empty }: ActivityFeedProps) {
  const [readAt] = useState(() => Date.now());
  const activity = useInfiniteQuery({
    ...activityPages(filter),
    ...(initial && {
      initialData: { pages: [initial], pageParams: [null] },
      initialDataUpdatedAt: readAt,
    }),
  });
  const retry = () => void activity.refetch();
  if (!activity.data) {
    return activity.isError ? (
      <FailureState
        title="The activity couldn't be read."
        error={activity.error}
        onRetry={retry}
        isRetrying={activity.isFetching}
      />
    ) : (
      <TableSkeleton label="Loading activity" />
    );
  }
  const rows = activity.data.pages.flatMap((page) => page.rows);
  return (
    <div className="flex flex-col gap-3">
      {activity.isError ? (
        <StaleNotice
          since={new Date(activity.dataUpdatedAt)}
          onRetry={retry}
          isRetrying={activity.isFetching}
        >
          The activity couldn't be refreshed.
        </StaleNotice>
      ) : null}
      {rows.length > 0 ? <ActivityRows rows={rows} /> : (empty ?? <NothingYet />)}
      {activity.hasNextPage ? (
        <Button
          className="self-center"
          onClick={() => activity.fetchNextPage()}
          isPending={activity.isFetchingNextPage}
        >
          Show older
        </Button>
      ) : null}
    </div>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<ScrollText aria-hidden="true" />} title="Nothing yet">
      Each change appears here the moment it is made: who, what, when. Rows are never edited or removed.
    </EmptyState>
  );
}
