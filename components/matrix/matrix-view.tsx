"use client";

import { Grid3x3 } from "lucide-react";
import {
  CheckButton,
  CheckFailure,
  isChecking,
  useCheckCommand,
} from "#components/checklist/check-button.tsx";
import { CheckAge } from "#components/checklist/check-progress.tsx";
import { HostCheck } from "#components/checklist/host-check.tsx";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { useOnboardingShortcut } from "#components/palette/use-onboarding-shortcut.ts";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { verdictLabels, verdicts } from "#lib/domain/checklist/verdict.ts";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";
import type { MatrixRowDto } from "#lib/services/fleet/matrix-dto.ts";
import type { Page } from "#lib/services/page.ts";
import { MatrixCellPanel } from "./matrix-cell-panel.tsx";
import { formatMatrixFilter, type MatrixFilter, matrixRowsQuery, readMatrixFilter } from "./matrix-filter.ts";
import { MatrixTable } from "./matrix-table.tsx";

type MatrixViewProps = {
  initial: { readonly path: string; readonly data: Page<MatrixRowDto> };
  initialChecks: readonly HostCheckDto[];
  hosts: readonly { readonly id: string; readonly name: string }[];
  canCheck: boolean;
};

/** Every tenant's ten verdicts at a glance. */
export function MatrixView({ initial, initialChecks, hosts, canCheck }: MatrixViewProps) {
  const [filter, change] = useUrlFilter(readMatrixFilter, formatMatrixFilter);
  useOnboardingShortcut(canCheck);
  const path = `/api/matrix${matrixRowsQuery(filter)}`;
  const checks = useLiveQuery<readonly HostCheckDto[]>({
    queryKey: ["checks"],
    path: "/api/checks",
    initial: { path: "/api/checks", data: initialChecks },
    isMoving: (list) => list.some(isChecking),
  });
  const latest = checks.data?.[0] ?? null;
  const rows = useLiveQuery<Page<MatrixRowDto>>({
    queryKey: ["matrix", path],
    path,
    initial,
    isMoving: () => (checks.data ?? []).some(isChecking),
  });
  const check = useCheckCommand();
  const [only, ...others] = hosts;
  const single = others.length === 0 ? only : undefined;
  return (
    <>
      <PageHeader
        title="Matrix"
        meta={single ? <CheckAge check={latest} /> : null}
        actions={
          canCheck && single ? (
            <CheckButton command={check} target={{ hostId: single.id }} latest={latest} />
          ) : null
        }
      />
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        {single ? (
          <CheckFailure command={check} latest={latest} />
        ) : (
          hosts.map((host) => <HostCheck key={host.id} host={host} canCheck={canCheck} />)
        )}
      </div>
      <MatrixFilters filter={filter} onChange={change} />
      <LiveContent live={rows} errorTitle="The matrix can't be shown." skeleton={<TableSkeleton rows={10} />}>
        {(page) =>
          page.total === 0 ? (
            <NothingHere
              filter={filter}
              onClear={() => change({ search: "", verdict: "" })}
              canOnboard={canCheck}
            />
          ) : (
            <>
              <MatrixTable
                rows={page.rows}
                open={{ slug: filter.tenant, item: filter.item }}
                onOpen={(tenant, item) => change({ tenant, item, page: filter.page })}
                isRefreshing={rows.isPlaceholder}
              />
              <Pagination
                page={page.page}
                pageSize={page.pageSize}
                total={page.total}
                noun="tenants"
                onPage={(next) => change({ page: next })}
              />
            </>
          )
        }
      </LiveContent>
      <MatrixCellPanel
        slug={filter.tenant}
        item={filter.item}
        onClose={() => change({ tenant: "", item: "", page: filter.page })}
      />
    </>
  );
}

const verdictOptions = [
  { value: "", label: "Any verdict" },
  ...verdicts.map((verdict) => ({ value: verdict, label: `With ${verdictLabels[verdict].toLowerCase()}` })),
] as const;

type MatrixFiltersProps = { filter: MatrixFilter; onChange: (change: Partial<MatrixFilter>) => void };

function MatrixFilters({ filter, onChange }: MatrixFiltersProps) {
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search tenants"
        className="w-full sm:w-64"
        value={filter.search}
        onSearch={(search) => onChange({ search })}
      />
      <Select
        aria-label="Verdict"
        className="w-auto max-sm:flex-1"
        options={verdictOptions}
        value={filter.verdict}
        onValueChange={(verdict) => onChange({ verdict })}
      />
      <Select
        aria-label="Order"
        className="w-auto max-sm:flex-1"
        options={[
          { value: "verdict", label: "Worst first" },
          { value: "name", label: "By name" },
        ]}
        value={filter.sort}
        onValueChange={(sort) => onChange({ sort })}
      />
      <span className="ml-auto flex flex-wrap gap-x-4 max-lg:w-full">
        {verdicts.map((verdict) => (
          <VerdictMark key={verdict} verdict={verdict} />
        ))}
      </span>
    </search>
  );
}

type NothingHereProps = { filter: MatrixFilter; onClear: () => void; canOnboard: boolean };

function NothingHere({ filter, onClear, canOnboard }: NothingHereProps) {
  const isFiltered = filter.search !== "" || filter.verdict !== "";
  return (
    <div className="rounded-md border bg-panel">
      {isFiltered ? (
        <EmptyState title="No tenant matches" action={<Button onClick={onClear}>Clear the filters</Button>} />
      ) : (
        <EmptyState
          icon={<Grid3x3 aria-hidden="true" />}
          title="No tenants yet"
          action={
            canOnboard ? (
              <ButtonLink href="/onboarding" variant="primary">
                Onboard the first tenant
              </ButtonLink>
            ) : null
          }
        >
          Each tenant will be a row and each of the ten things that must not be shared a column. A cell says
          what was proven, and opens to show what was seen.
        </EmptyState>
      )}
    </div>
  );
}
