"use client";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Select } from "#components/ui/select.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import type { ActivityPage } from "#lib/services/activity/activity-dto.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";
import { ActivityFeed } from "./activity-feed.tsx";
import {
  type ActivityFilter,
  activityQuery,
  activityThings,
  formatActivityFilter,
  parseActivityFilter,
} from "./activity-filter.ts";

type ActivityViewProps = {
  initial: { filter: ActivityFilter; page: ActivityPage };
  people: readonly UserNameDto[];
};

export function ActivityView({ initial, people }: ActivityViewProps) {
  const [filter, change] = useUrlFilter(parseActivityFilter, formatActivityFilter);
  const address = formatActivityFilter(filter);
  return (
    <>
      <PageHeader title="Activity" meta="Who did what, when. Rows are added and never edited or removed." />
      <search className="mb-3 flex flex-wrap gap-2">
        <Select
          aria-label="About"
          value={filter.action}
          options={thingOptions(filter.action)}
          onValueChange={(action) => change({ action })}
          className="flex-1 sm:w-44 sm:flex-none"
        />
        <Select
          aria-label="Who"
          value={filter.actorId}
          options={[
            { value: "", label: "Everybody" },
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValueChange={(actorId) => change({ actorId })}
          className="flex-1 sm:w-52 sm:flex-none"
        />
      </search>
      <div className="rounded-md border bg-panel px-4 py-1">
        <ActivityFeed
          key={address}
          filter={activityQuery(filter)}
          initial={address === formatActivityFilter(initial.filter) ? initial.page : undefined}
          empty={
            address === "" ? undefined : (
              <NothingMatches onClear={() => change({ action: "", actorId: "" })} />
            )
          }
        />
      </div>
    </>
  );
}

/** A whole action, such as a link may name, is a choice of its own. */
function thingOptions(action: string) {
  const isKnown = activityThings.some((thing) => thing.value === action);
  return isKnown ? activityThings : [...activityThings, { value: action, label: action }];
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState title="Nothing matches" action={<Button onClick={onClear}>Show everything</Button>}>
      Nobody has done anything of this kind.
    </EmptyState>
  );
}
