import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";

type Account = HostCheckDto["accounts"][number];

const columns: readonly Column<Account>[] = [
  { id: "name", header: "Account", width: "w-24 md:w-48", cell: ({ name }) => <Mono>{name}</Mono> },
  { id: "uid", header: "uid", align: "end", width: "w-16", cell: ({ uid }) => <Mono>{uid}</Mono> },
  {
    id: "ways",
    header: "How",
    cell: ({ ways }) => (
      <ul>
        {ways.map((way) => (
          <li key={way} className="[overflow-wrap:anywhere]">
            {way}
          </li>
        ))}
      </ul>
    ),
  },
];

/** Who can log in to the host or become root on it: they can read every tenant. */
export function AccountsTable({ check }: { check: HostCheckDto | null }) {
  return (
    <Section
      title="Accounts that can log in or become root"
      frame={check ? "plain" : "panel"}
      aside={check?.finishedAt ? <TimeAgo at={check.finishedAt} /> : null}
    >
      {check ? (
        <>
          <p className="mb-2 text-dim text-sm">
            Whoever holds one of these can read every tenant of this host.
          </p>
          <Table
            caption="Accounts that can log in or become root"
            columns={columns}
            rows={check.accounts}
            rowKey={({ name }) => name}
            empty={<p className="px-3 py-4 text-dim">The check found no such account.</p>}
          />
        </>
      ) : (
        <p className="text-dim">Not measured yet. Check the host to see who can get in.</p>
      )}
    </Section>
  );
}
