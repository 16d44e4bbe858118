"use client";

import { useEffect } from "react";
import { describeRoom, strongestCost } from "#components/host/capacity.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { rungLabels } from "#components/words/boundary-words.ts";
import { formatBytes } from "#components/words/format-bytes.ts";
import type { Recommendation } from "#lib/domain/tenant/decision.ts";
import type { HostDto, RungCostDto } from "#lib/services/host/host-dto.ts";
import type { Wizard } from "./use-wizard.ts";

type RungChoiceProps = {
  host: HostDto;
  wizard: Wizard;
  recommendation: Recommendation;
  error: string | null;
};

/** The rungs this host can give, with what each costs; the strongest is chosen until somebody chooses otherwise. */
export function RungChoice({ host, wizard, recommendation, error }: RungChoiceProps) {
  const { draft, change } = wizard;
  const strongest = strongestCost(host);
  const preset = draft.rung === null ? (strongest?.rung ?? null) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` is made anew with every rendering; the preset decides.
  useEffect(() => {
    if (preset) change({ rung: preset });
  }, [preset]);
  return (
    <RadioCards
      legend={`What ${host.name} can give`}
      name="rung"
      value={draft.rung}
      onValueChange={(rung) => change({ rung })}
      error={error}
      options={host.costs.toReversed().map((cost) => ({
        value: cost.rung,
        label: rungLabels[cost.rung],
        isDisabled: !cost.isAvailable,
        aside: <RungBadge cost={cost} recommendation={recommendation} strongest={strongest} />,
        hint: <CostLine cost={cost} />,
      }))}
    />
  );
}

type RungBadgeProps = { cost: RungCostDto; recommendation: Recommendation; strongest: RungCostDto | null };

function RungBadge({ cost, recommendation, strongest }: RungBadgeProps) {
  if (!cost.isAvailable) return <Badge tone="dashed">not here</Badge>;
  if (cost.rung === recommendation.rung) return <Badge tone="accent">recommended</Badge>;
  return cost === strongest ? <Badge>strongest here</Badge> : <Badge tone="dashed">weaker</Badge>;
}

function CostLine({ cost }: { cost: RungCostDto }) {
  return (
    <>
      {cost.note ? <span className="block">{cost.note}</span> : null}
      <span className="mt-1 block font-mono text-xs">
        {formatBytes(cost.memorySettledBytes)} memory ({formatBytes(cost.memoryAtStartBytes)} at start) ·{" "}
        {formatBytes(cost.diskBytes)} disk · {cost.ports} ports
      </span>
      {cost.isAvailable ? <span className="block">{describeRoom(cost)}</span> : null}
    </>
  );
}
