import { Select } from "#components/ui/select.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { verdicts } from "#lib/domain/checklist/verdict.ts";
import { familyOf, probeFamilies } from "#lib/domain/probe/record/probe-family.ts";
import type { ProbeMapDto } from "#lib/services/probe/probe-dto.ts";
import { EndingShape } from "./ending-shape.tsx";
import type { ProbesFilter } from "./probes-filter.ts";

type ProbesFiltersProps = {
  filter: ProbesFilter;
  map: ProbeMapDto;
  onChange: (change: Partial<ProbesFilter>) => void;
};

const meanings = {
  failed: "something got through",
  "not-measured": "not measured",
  accepted: "accepted",
  proven: "all refused",
} as const;

/** Which pairs and which attempts are shown, and how to read a cell. */
export function ProbesFilters({ filter, map, onChange }: ProbesFiltersProps) {
  const failed = map.cells.filter(({ verdict }) => verdict === "failed").length;
  const accepted = map.cells.filter(({ counts }) => counts.accepted > 0).length;
  const changed = map.cells.filter(({ change }) => change !== null).length;
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <HostChoice filter={filter} map={map} onChange={onChange} />
      <Select
        aria-label="Pairs"
        className="w-auto max-sm:flex-1"
        options={[
          { value: "", label: "All pairs" },
          { value: "failed", label: `Got through (${failed})` },
          { value: "accepted", label: `Accepted (${accepted})` },
          { value: "changed", label: `Changed (${changed})`, isDisabled: map.previous === null },
        ]}
        value={filter.show}
        onValueChange={(show) => onChange({ show })}
      />
      <Select
        aria-label="Kind of attempt"
        className="w-auto max-sm:flex-1"
        options={[
          { value: "", label: "Every kind" },
          ...probeFamilies.map((family) => ({ value: family, label: familyOf[family].label })),
        ]}
        value={filter.family}
        onValueChange={(family) => onChange({ family })}
      />
      <span className="ml-auto flex flex-wrap gap-x-4 max-lg:w-full max-sm:hidden">
        {verdicts.map((verdict) => (
          <VerdictMark key={verdict} verdict={verdict} label={meanings[verdict]} />
        ))}
        {map.cells.some(({ verdict }) => verdict === "not-applicable") ? (
          <span className="inline-flex items-center gap-1.5 text-dim text-sm">
            <EndingShape ending="not-applicable" /> nothing there to reach
          </span>
        ) : null}
        {changed > 0 ? (
          <span className="inline-flex items-center gap-1.5 text-dim text-sm">
            <span aria-hidden="true" className="size-1.5 rounded-full bg-accent" /> changed
          </span>
        ) : null}
      </span>
    </search>
  );
}

/** Tenants are neighbours on one host only, so one host is shown at a time. */
export function HostChoice({ filter, map, onChange }: ProbesFiltersProps) {
  if (map.hosts.length < 2) return null;
  return (
    <Select
      aria-label="Host"
      className="w-auto max-sm:flex-1"
      options={map.hosts.map(({ id, name }) => ({ value: id, label: name }))}
      value={filter.host || (map.host?.id ?? "")}
      onValueChange={(host) => onChange({ host, from: "", to: "" })}
    />
  );
}
