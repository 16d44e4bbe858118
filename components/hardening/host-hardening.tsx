import { Badge } from "#components/ui/badge.tsx";
import { Section } from "#components/ui/section.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

type HostAbility = HostDto["facts"]["hardening"][number];

const columns: readonly Column<HostAbility>[] = [
  {
    id: "setting",
    header: "Setting",
    cell: (ability) => (
      <>
        <span className="font-medium">{settingWords[ability.setting].title}</span>
        <span className="block pb-1 sm:hidden">
          <Note ability={ability} />
        </span>
      </>
    ),
  },
  {
    id: "available",
    header: "Here",
    width: "w-32",
    cell: ({ isAvailable }) =>
      isAvailable ? <Badge>available</Badge> : <Badge tone="dashed">not available</Badge>,
  },
  {
    id: "note",
    header: "Note",
    hideBelow: "sm",
    cell: (ability) => (
      <span className="block max-w-prose whitespace-normal py-1">
        <Note ability={ability} />
      </span>
    ),
  },
];

function Note({ ability: { setting, isAvailable, note } }: { ability: HostAbility }) {
  return (
    <>
      {isAvailable ? settingWords[setting].effect : settingWords[setting].risk}
      {note ? <span className="block text-dim">{note}</span> : null}
    </>
  );
}

/** What this host can give its tenants' boundaries, and what their lack means. */
export function HostHardening({ host }: { host: HostDto }) {
  const { hardening } = host.facts;
  if (hardening.length === 0) return null;
  return (
    <Section title="Hardening" frame="plain" aside="found out by trying when the agent started">
      <Table
        caption="Hardening that this host can give"
        columns={columns}
        rows={hardening}
        rowKey={({ setting }) => setting}
      />
    </Section>
  );
}
