"use client";

import { useState } from "react";
import { AcceptanceNote } from "#components/risks/acceptance-note.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Section } from "#components/ui/section.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { presetLabels, presetSummaries } from "#lib/domain/tool-policy/describe-policy.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import type { TenantToolsDto } from "#lib/services/tool-policy/tool-policy-dto.ts";
import { PolicyPanel } from "./policy-panel.tsx";
import { PolicyWords } from "./policy-words.tsx";

type PolicySectionProps = { tenant: TenantDto; tools: TenantToolsDto; canChange: boolean; isBusy: boolean };

/** The policy that was chosen, in words. */
export function PolicySection({ tenant, tools, canChange, isBusy }: PolicySectionProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { policy, recommendation, risks } = tools;
  const isRecommended = recommendation?.preset === policy.preset;
  // A channel opened later can make too much of a policy that was fine when it was chosen.
  const unaccepted = risks.filter(({ verdict }) => verdict === "failed");
  const accepted = risks.filter(({ verdict }) => verdict === "accepted");
  return (
    <Section
      title="Tool policy"
      aside={
        canChange ? (
          <Button size="sm" disabled={isBusy} onClick={() => setIsOpen(true)}>
            Change
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <p className="flex flex-wrap items-center gap-2 font-semibold">
            {presetLabels[policy.preset]}
            {isRecommended ? <Badge tone="accent">recommended</Badge> : null}
          </p>
          <p className="mt-1 text-dim text-sm">{presetSummaries[policy.preset]}</p>
        </div>
        <PolicyWords policy={policy} />
        {recommendation && !isRecommended ? (
          <p className="text-dim text-sm">
            The trust-boundary answers recommend {presetLabels[recommendation.preset]}.{" "}
            {recommendation.reason}
          </p>
        ) : null}
        {unaccepted.map(({ id, title, why, remedy }) => (
          <Callout key={id} tone="danger" title={title}>
            {why} {remedy} Or accept it with a reason under Change.
          </Callout>
        ))}
        {accepted.map(({ id, title, acceptances }) => (
          <section key={id} className="flex flex-col gap-2">
            <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 font-medium">
              {title}
              <VerdictMark verdict="accepted" />
            </h3>
            {acceptances.map((acceptance) => (
              <AcceptanceNote
                key={acceptance.id}
                slug={tenant.slug}
                acceptance={acceptance}
                canOperate={canChange}
              />
            ))}
          </section>
        ))}
      </div>
      {isOpen ? <PolicyPanel slug={tenant.slug} tools={tools} onClose={() => setIsOpen(false)} /> : null}
    </Section>
  );
}
