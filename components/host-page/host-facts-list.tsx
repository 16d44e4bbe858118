import { Badge } from "#components/ui/badge.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { HostDto } from "#lib/services/host/host-dto.ts";

/** What the agent says of its machine. */
export function HostFactsList({ host }: { host: HostDto }) {
  const { facts } = host;
  return (
    <DefinitionList
      items={[
        { term: "Host name", value: <Mono>{facts.hostname}</Mono> },
        { term: "System", value: facts.operatingSystem },
        { term: "Kernel", value: <Mono>{facts.kernel}</Mono> },
        { term: "Processors", value: <Mono>{facts.cpuCount}</Mono> },
        {
          term: "Agent",
          value: (
            <span className="flex flex-wrap items-center gap-2">
              <Mono>{facts.agentVersion}</Mono>
              {facts.isRoot ? (
                <Badge>runs as root</Badge>
              ) : (
                <Badge tone="dashed">not root: rung profile only</Badge>
              )}
            </span>
          ),
        },
        {
          term: "Heard of",
          value: host.lastSeenAt ? <TimeAgo at={host.lastSeenAt} /> : "never",
        },
        {
          term: "Tenants",
          value: <Mono>{host.tenantCount}</Mono>,
        },
        {
          term: "Ports for tenants",
          value: (
            <Mono>
              {host.ports.first}–{host.ports.last}
            </Mono>
          ),
        },
        {
          term: "Runtimes",
          value:
            facts.runtimes.length === 0
              ? "None installed yet. The first onboarding installs one."
              : facts.runtimes.map((runtime) => (
                  <span key={runtime.openclaw} className="block">
                    OpenClaw <Mono>{runtime.openclaw}</Mono> on Node <Mono>{runtime.node}</Mono>
                    {runtime.isReady ? null : " (not ready)"}
                  </span>
                )),
        },
      ]}
    />
  );
}
