import { formatBytes } from "#components/host/bytes.ts";
import { describeRoom } from "#components/host/capacity.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import type { PlaybookRung } from "#lib/domain/playbook/playbook.ts";
import { playbookRungs } from "#lib/domain/playbook/playbook.ts";
import { rungCosts } from "#lib/domain/tenant/rung-cost.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

/** When which wall is enough, what it costs on this host, and what may be said of it. */
export function PlaybookRungs({ host }: { host: HostDto | null }) {
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
              <Costs rung={one.rung} host={host} />
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

function Costs({ rung, host }: { rung: PlaybookRung["rung"]; host: HostDto | null }) {
  const cost = rungCosts[rung];
  const here = host?.costs.find((each) => each.rung === rung);
  const memory = here?.memorySettledBytes ?? cost.settledMemoryBytes;
  const start = here?.memoryAtStartBytes ?? cost.startMemoryBytes;
  return (
    <>
      <DefinitionList
        items={[
          {
            term: "Memory",
            value: memory === 0 ? "Hardly any" : `${formatBytes(memory)}, ${formatBytes(start)} at start`,
          },
          { term: "Disk", value: formatBytes(here?.diskBytes ?? cost.diskBytes) },
          { term: "Ports", value: String(here?.ports ?? cost.ports) },
          ...(here
            ? [{ term: `Room on ${host?.name}`, value: here.isAvailable ? describeRoom(here) : here.note }]
            : []),
        ]}
      />
      <p className="mt-2 text-dim text-sm">{cost.summary}</p>
    </>
  );
}
