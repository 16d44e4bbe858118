import { CodeBlock } from "#components/ui/code-block.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { Plan } from "#lib/host-agent/contract/plan.ts";

type PlanViewProps = { plan: Plan; hostName: string; rung: GatewayRung };
type Directory = Plan["directories"][number];

const directoryColumns: readonly Column<Directory>[] = [
  { id: "purpose", header: "For", width: "w-40", cell: ({ purpose }) => purpose },
  { id: "path", header: "Path", cell: ({ path }) => <Mono className="text-xs">{path}</Mono> },
  {
    id: "owner",
    header: "Owner",
    hideBelow: "md",
    cell: ({ owner }) => <Mono className="whitespace-nowrap text-xs">{owner}</Mono>,
  },
  { id: "mode", header: "Mode", cell: ({ mode }) => <Mono>{mode}</Mono> },
  {
    id: "exists",
    header: "Now",
    hideBelow: "sm",
    cell: ({ exists }) => <span className="text-dim">{exists ? "exists" : "new"}</span>,
  },
];

/** OS user, ports, runtime, directories, hardening and configuration, as they will be. */
export function PlanView({ plan, hostName, rung }: PlanViewProps) {
  const { osUser, ports, runtime } = plan;
  return (
    <div className="flex flex-col gap-6">
      <Section title={`On ${hostName}`}>
        <DefinitionList
          items={[
            { term: "Rung", value: <Mono>{rung}</Mono> },
            {
              term: "OS user",
              value: (
                <>
                  <Mono>{osUser.name}</Mono>
                  {osUser.uid === null ? "" : ` (uid ${osUser.uid})`}
                  {osUser.willBeCreated ? ", will be created" : ", exists"}
                </>
              ),
            },
            {
              term: "Ports",
              value: (
                <>
                  <Mono>
                    {ports.base}–{ports.last}
                  </Mono>{" "}
                  <span className="text-dim">
                    reserved when it runs; another block may be taken if this one goes
                  </span>
                </>
              ),
            },
            {
              term: "Runtime",
              value: (
                <>
                  OpenClaw <Mono>{runtime.openclaw}</Mono> on Node <Mono>{runtime.node}</Mono>
                  {runtime.isInstalled ? "" : ", will be installed into the runtime store"}
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title="Directories" frame="plain">
        <Table
          caption="Directories"
          columns={directoryColumns}
          rows={plan.directories}
          rowKey={({ path, purpose }) => path + purpose}
        />
      </Section>
      <Section title="Hardening">
        <ul>
          {plan.hardening.map(({ setting, effect }) => (
            <li
              key={setting}
              className="grid gap-x-6 gap-y-0.5 border-b py-2 text-sm last:border-b-0 md:grid-cols-[minmax(0,2fr)_3fr]"
            >
              <Mono className="text-xs leading-5">{setting}</Mono>
              <span className="text-dim">{effect}</span>
            </li>
          ))}
        </ul>
      </Section>
      {plan.risks.length > 0 ? (
        <Section title="Not hardened">
          <ul>
            {plan.risks.map(({ setting, risk, reason }) => (
              <li
                key={setting}
                className="grid gap-x-6 gap-y-0.5 border-b py-2 text-sm last:border-b-0 md:grid-cols-[minmax(0,2fr)_3fr]"
              >
                <span className="font-medium">{setting}</span>
                <span>
                  {risk} <span className="block text-dim">{reason}</span>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Configuration" frame="plain" aside={<Mono className="text-xs">{plan.configPath}</Mono>}>
        <CodeBlock label="Configuration" code={plan.config} maxLines={22} />
        <p className="mt-2 text-dim text-sm">Secrets stand in it by reference only.</p>
      </Section>
    </div>
  );
}
