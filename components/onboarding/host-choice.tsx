"use client";

import { useEffect } from "react";
import { describeRoom, strongestCost } from "#components/host/capacity.tsx";
import { HostProblem } from "#components/host/host-problem.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import { preselectHost } from "./preselect-host.ts";
import type { Wizard } from "./use-wizard.ts";

type HostChoiceProps = { hosts: readonly HostDto[]; wizard: Wizard; error: string | null };

/** Which host the tenant goes to. Where only one comes into question there is nothing to ask. */
export function HostChoice({ hosts, wizard, error }: HostChoiceProps) {
  const { draft, change } = wizard;
  const isKnown = hosts.some(({ id }) => id === draft.hostId);
  const preset = isKnown ? null : preselectHost(hosts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` is made anew with every rendering; the preset decides.
  useEffect(() => {
    if (preset) change({ hostId: preset, rung: null });
  }, [preset]);
  const chosen = hosts.find(({ id }) => id === draft.hostId);
  return (
    <>
      {hosts.length > 1 ? (
        <RadioCards
          legend="On which host?"
          name="host"
          value={chosen?.id ?? null}
          onValueChange={(hostId) => change({ hostId, rung: null })}
          error={error}
          options={hosts.map((host) => ({
            value: host.id,
            label: host.name,
            isDisabled: !host.isReachable,
            aside: host.isReachable ? null : <Badge tone="dashed">not heard</Badge>,
            hint: <Room host={host} />,
          }))}
        />
      ) : null}
      {hosts.length === 1 && hosts[0] ? <HostProblem host={hosts[0]} /> : null}
    </>
  );
}

function Room({ host }: { host: HostDto }) {
  if (!host.isReachable) return host.problem?.message ?? null;
  const cost = strongestCost(host);
  return cost ? describeRoom(cost) : "This host can't take a tenant now.";
}
