"use client";

import { useState } from "react";
import { AcceptanceFields, emptyWish, yearDays } from "#components/risks/acceptance-fields.tsx";
import { Callout } from "#components/ui/callout.tsx";
import type { PolicyRisk } from "#lib/domain/risk/policy-risks.ts";

type OpeningRiskProps = {
  risks: readonly PolicyRisk[];
  /** What is wrong, by the field's name. */
  problems: Readonly<Record<string, string>>;
};

/** What a channel gives strangers together with the tool policy; asks why that is acceptable. */
export function OpeningRisk({ risks, problems }: OpeningRiskProps) {
  const [wish, setWish] = useState(() => emptyWish(yearDays));
  if (risks.length === 0) return null;
  return (
    <>
      {risks.map(({ id, title, why, remedy }) => (
        <Callout key={id} tone="danger" title={title}>
          {why} {remedy}
        </Callout>
      ))}
      <AcceptanceFields prefix="opening" wish={wish} onWish={setWish} problems={problems} />
    </>
  );
}
