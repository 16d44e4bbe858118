import { describeRoom } from "#components/host/capacity.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { formatBytes } from "#components/words/format-bytes.ts";
import type { PlaybookRung } from "#lib/domain/playbook/playbook.ts";
import { playbookRungs } from "#lib/domain/playbook/playbook.ts";
import { rungCosts } from "#lib/domain/tenant/rung-cost.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

/** When which wall is enough, what it costs on these hosts, and what may be said of it. */
export function PlaybookRungs({ hosts }: { hosts: readonly HostDto[] }) {
  return (
    <ol className="flex flex-col gap-4">
      {playbookRungs.map((one) => (
        <li key={one.rung} id={one.rung} className="scroll-mt-4 rounded-md border bg-panel px-4 py-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h3 className="font-semibold text-lg">{one.title}</h3>
            <Mono>{one.rung}</Mono>
          </div>
          <p className="mt-1 max-w-prose">{one.rule}</p>
          <div className="mt-4 grid gap-x-8 gap-y-4 md:grid-cols-2">
            <Points title="Enough when" list={one.enoughWhen} />
            <Points title="Not enough when" list={one.notEnoughWhen} />
            <div>
              <h4 className="plate mb-1 text-dim">What it costs here</h4>
              <Costs rung={one.rung} hosts={hosts} />
            </div>
            <div>
              <h4 className="plate mb-1 text-dim">To the buyer</h4>
              <p className="max-w-prose text-sm">“{one.say}”</p>
              <p className="mt-2 max-w-prose text-dim text-sm">
                Never: <s>{one.neverSay}</s>
              </p>
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Points({ title, list }: { title: string; list: readonly string[] }) {
  return (
    <div>
      <h4 className="plate mb-1 text-dim">{title}</h4>
      <ul className="flex max-w-prose list-disc flex-col gap-1 pl-4 text-sm marker:text-faint">
        {list.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}

function Costs({ rung, hosts }: { rung: PlaybookRung["rung"]; hosts: readonly HostDto[] }) {
  const cost = rungCosts[rung];
  const memory = cost.settledMemoryBytes;
  const rooms = hosts.flatMap(({ name, costs }) => {
    const here = costs.find((each) => each.rung === rung);
    return here ? [{ name, value: here.isAvailable ? describeRoom(here) : here.note }] : [];
  });
  return (
    <>
      <DefinitionList
        items={[
          {
            term: "Memory",
            value:
              memory === 0
                ? "Hardly any"
                : `${formatBytes(memory)}, ${formatBytes(cost.startMemoryBytes)} at start`,
          },
          { term: "Disk", value: formatBytes(cost.diskBytes) },
          { term: "Ports", value: String(cost.ports) },
          ...rooms.map(({ name, value }) => ({ term: `Room on ${name}`, value })),
        ]}
      />
      <p className="mt-2 text-dim text-sm">{cost.summary}</p>
    </>
  );
}
