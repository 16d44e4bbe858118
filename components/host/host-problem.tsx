"use client";

import { Callout } from "#components/ui/callout.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { HostDto } from "#lib/services/host/host-dto.ts";

/** What is wrong with a host, and what still holds meanwhile. */
export function HostProblem({ host }: { host: HostDto }) {
  return (
    <>
      <Unreachable host={host} />
      {host.clockProblem ? (
        <Callout tone="caution" title={host.clockProblem.message}>
          {host.clockProblem.nextStep}
        </Callout>
      ) : null}
    </>
  );
}

function Unreachable({ host }: { host: HostDto }) {
  if (host.isReachable && !host.problem) return null;
  return (
    <Callout tone="danger" role="status" title={host.problem?.message ?? `${host.name} can't be reached.`}>
      <p>{host.problem?.nextStep ?? "Start the host agent: run npm start where Bulkhead is installed."}</p>
      <p>
        Gateways go on running without the agent. What is shown was last known{" "}
        {host.lastSeenAt ? <TimeAgo at={host.lastSeenAt} /> : "never"}.
      </p>
    </Callout>
  );
}
