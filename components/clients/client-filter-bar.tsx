"use client";

import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";
import type { ClientFilter } from "./client-filter.ts";

type ClientFilterBarProps = {
  filter: ClientFilter;
  onChange: (changes: Partial<ClientFilter>) => void;
  managers: readonly UserNameDto[];
};

const statuses = [
  { value: "active", label: "Active" },
  { value: "archived", label: "Archived" },
  { value: "all", label: "Active and archived" },
] as const;

export function ClientFilterBar({ filter, onChange, managers }: ClientFilterBarProps) {
  return (
    <search className="mb-3 flex flex-wrap gap-2">
      <SearchInput
        label="Search clients"
        value={filter.search}
        onSearch={(search) => onChange({ search })}
        className="w-full sm:w-80"
      />
      <Select
        aria-label="Status"
        value={filter.status}
        options={statuses}
        onValueChange={(status) => onChange({ status })}
        className="flex-1 sm:w-44 sm:flex-none"
      />
      <Select
        aria-label="Account manager"
        value={filter.accountManagerId}
        options={[
          { value: "", label: "Any account manager" },
          { value: "none", label: "Nobody" },
          ...managers.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onValueChange={(accountManagerId) => onChange({ accountManagerId })}
        className="flex-1 sm:w-52 sm:flex-none"
      />
    </search>
  );
}
