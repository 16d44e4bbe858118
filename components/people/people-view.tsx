"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { FailureState } from "#components/answers/failure-state.tsx";
import { usePaletteActions } from "#components/palette/use-palette-actions.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import type { Page } from "#lib/services/page.ts";
import type { OneTimePasswordDto, UserDto } from "#lib/services/user/user-dto.ts";
import { NewPersonPanel } from "./new-person-panel.tsx";
import { OneTimePasswordDialog } from "./one-time-password-dialog.tsx";
import { formatPeopleFilter, type PeopleFilter, parsePeopleFilter } from "./people-filter.ts";
import { peopleList } from "./people-queries.ts";
import { PeopleTable } from "./people-table.tsx";
import { PersonPanel } from "./person-panel.tsx";

type PeopleViewProps = { initial: { filter: PeopleFilter; page: Page<UserDto> }; ownId: string };

export function PeopleView({ initial, ownId }: PeopleViewProps) {
  const [filter, change] = useUrlFilter(parsePeopleFilter, formatPeopleFilter);
  const [readAt] = useState(() => Date.now());
  const [handedOut, setHandedOut] = useState<OneTimePasswordDto | null>(null);
  const isInitial = filter.search === initial.filter.search && filter.page === initial.filter.page;
  const people = useQuery({
    ...peopleList(filter),
    ...(isInitial && { initialData: initial.page, initialDataUpdatedAt: readAt }),
    placeholderData: keepPreviousData,
  });
  const open = (person: string) => change({ person, page: filter.page });
  usePaletteActions([{ id: "add-person", label: "Add a person", onSelect: () => open("new") }]);

  return (
    <>
      <PageHeader
        title="People"
        meta="Who can sign in, and what they may do."
        actions={
          <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => open("new")}>
            Add person
          </Button>
        }
      />
      <search className="mb-3 flex">
        <SearchInput
          label="Search people"
          value={filter.search}
          onSearch={(search) => change({ search })}
          className="flex-1 sm:max-w-80"
        />
      </search>
      {people.data ? (
        <>
          {people.isError ? (
            <div className="mb-3">
              <StaleNotice since={new Date(people.dataUpdatedAt)} onRetry={() => people.refetch()}>
                The list couldn't be refreshed.
              </StaleNotice>
            </div>
          ) : null}
          <PeopleTable
            rows={people.data.rows}
            ownId={ownId}
            selectedId={filter.person}
            hrefOf={(person) => `/people${formatPeopleFilter({ ...filter, person })}`}
            isRefreshing={people.isPlaceholderData}
            empty={
              <EmptyState
                title="Nobody matches"
                action={<Button onClick={() => change({ search: "" })}>Clear the search</Button>}
              >
                Search looks at part of a name or email address.
              </EmptyState>
            }
          />
          <Pagination
            page={people.data.page}
            pageSize={people.data.pageSize}
            total={people.data.total}
            noun="people"
            onPage={(page) => change({ page })}
          />
        </>
      ) : people.isError ? (
        <FailureState
          title="The people couldn't be read."
          error={people.error}
          onRetry={() => people.refetch()}
          isRetrying={people.isFetching}
        />
      ) : (
        <TableSkeleton label="Loading people" />
      )}
      <NewPersonPanel isOpen={filter.person === "new"} onClose={() => open("")} onCreated={setHandedOut} />
      <PersonPanel
        person={people.data?.rows.find((row) => row.id === filter.person) ?? null}
        isOneself={filter.person === ownId}
        onClose={() => open("")}
        onPasswordReset={setHandedOut}
      />
      <OneTimePasswordDialog handedOut={handedOut} onClose={() => setHandedOut(null)} />
    </>
  );
}
