"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/answers/fetch-json.ts";
import { auditStateLabels } from "#components/audit/audit-mark.tsx";
import { Button } from "#components/ui/button.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import { verdictLabels, verdicts } from "#lib/domain/checklist/verdict.ts";
import { phaseLabels } from "#lib/domain/gateway/lifecycle.ts";
import type { ClientRowDto } from "#lib/services/client/client-dto.ts";
import type { Page } from "#lib/services/page.ts";
import { isFiltered, noFilter, type TenantsFilter } from "./tenants-filter.ts";

type TenantsFiltersProps = {
  filter: TenantsFilter;
  onChange: (change: Partial<TenantsFilter>) => void;
};

const everything = { value: "", label: "" };
const phaseOptions = [{ ...everything, label: "Any phase" }, ...toOptions(phaseLabels)];
const auditOptions = [{ ...everything, label: "Any audit" }, ...toOptions(auditStateLabels)];
const riskOptions = [
  { ...everything, label: "Any risks" },
  { value: "open", label: "Open mistakes" },
  { value: "accepted", label: "Accepted mistakes" },
];
const verdictOptions = [
  { ...everything, label: "Any verdict" },
  ...verdicts.map((verdict) => ({ value: verdict, label: `Worst: ${verdictLabels[verdict].toLowerCase()}` })),
];

export function TenantsFilters({ filter, onChange }: TenantsFiltersProps) {
  const clients = useClientOptions();
  return (
    <search className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      <SearchInput
        label="Search tenants"
        className="max-sm:col-span-2 sm:w-64"
        value={filter.search}
        onSearch={(search) => onChange({ search })}
      />
      <Filter name="phase" label="Phase" options={phaseOptions} filter={filter} onChange={onChange} />
      <Filter name="verdict" label="Verdict" options={verdictOptions} filter={filter} onChange={onChange} />
      <Filter name="audit" label="Audit" options={auditOptions} filter={filter} onChange={onChange} />
      <Filter name="risk" label="Risks" options={riskOptions} filter={filter} onChange={onChange} />
      <Filter name="client" label="Client" options={clients} filter={filter} onChange={onChange} />
      <Filter
        name="archived"
        label="Archived"
        options={archivedOptions}
        filter={filter}
        onChange={onChange}
      />
      {isFiltered(filter) ? (
        <Button variant="ghost" onClick={() => onChange(noFilter)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

const archivedOptions = [
  { ...everything, label: "Live" },
  { value: "true", label: "Archived" },
];

type FilterProps = TenantsFiltersProps & {
  name: "phase" | "verdict" | "audit" | "risk" | "client" | "archived";
  label: string;
  options: readonly { value: string; label: string }[];
};

function Filter({ name, label, options, filter, onChange }: FilterProps) {
  return (
    <Select
      aria-label={label}
      className="sm:w-auto sm:max-w-44"
      options={options}
      value={filter[name]}
      onValueChange={(value) => onChange({ [name]: value })}
    />
  );
}

function useClientOptions() {
  const clients = useQuery({
    queryKey: ["clients", "options"],
    queryFn: ({ signal }) =>
      fetchJson<Page<ClientRowDto>>("/api/clients?status=all&pageSize=200", { signal }),
    staleTime: 60_000,
  });
  const options = clients.data?.rows.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return [{ ...everything, label: "Any client" }, ...options];
}

function toOptions(labels: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
