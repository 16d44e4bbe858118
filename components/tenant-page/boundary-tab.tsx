"use client";

import { RiskList } from "#components/checklist/risk-list.tsx";
import { HardeningSection } from "#components/hardening/hardening-section.tsx";
import { useHardening } from "#components/hardening/use-hardening.ts";
import { Callout } from "#components/ui/callout.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { rungLabels, rungMeaning } from "#components/words/boundary-words.ts";
import { residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { seenBoundary } from "#lib/domain/checklist/seen-boundary.ts";
import { isAtLeast } from "#lib/domain/tenant/rung.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { ArchiveTenant } from "./archive-tenant.tsx";
import { MoveTenant } from "./move-tenant.tsx";
import { OwnWord } from "./own-word.tsx";
import { type Decision, describeAnswers, readDecision } from "./read-decision.ts";
import { TenantNotes } from "./tenant-notes.tsx";

type BoundaryTabProps = { tenant: TenantDto; canOperate: boolean };

/** How strong the boundary is, why it was chosen, and what it doesn't keep apart. */
export function BoundaryTab({ tenant, canOperate }: BoundaryTabProps) {
  const decision = readDecision(tenant.decision);
  const hardening = useHardening(tenant.slug);
  // What could not be asked for the last time isn't seen any more.
  const settings = hardening.data?.isOnHost && !hardening.isStale ? hardening.data.settings : [];
  const access = tenant.items.find(({ item }) => item === "host-access");
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <div className="min-w-0 lg:col-span-2">
        <HardeningSection
          slug={tenant.slug}
          name={tenant.name}
          live={hardening}
          canOperate={canOperate}
          isBusy={tenant.unfinished !== null}
        />
      </div>
      <div className="flex flex-col gap-6">
        <Section title="Rung" aside={<Mono>{tenant.rung}</Mono>}>
          <p className="font-semibold">{rungLabels[tenant.rung]}</p>
          <p className="mt-1 text-dim">{rungMeaning[tenant.rung]}</p>
        </Section>
        <DecisionSection decision={decision} tenant={tenant} />
        <TenantNotes tenant={tenant} canEdit={canOperate} />
        {canOperate ? <MoveTenant tenant={tenant} /> : null}
        {canOperate ? <ArchiveTenant tenant={tenant} /> : null}
      </div>
      <div className="flex flex-col gap-6">
        <OwnWord slug={tenant.slug} />
        <Section title="What is not isolated">
          <p className="mb-3 text-dim text-sm">
            These hold whatever the checklist says. What of the boundary can't be seen now counts as not
            there. They are printed on the report, too.
          </p>
          <RiskList risks={residualRisks(tenant.rung, seenBoundary(settings, access))} />
        </Section>
      </div>
    </div>
  );
}

function DecisionSection({ decision, tenant }: { decision: Decision | null; tenant: TenantDto }) {
  if (!decision) {
    return (
      <Section title="Decision">
        <p className="text-dim">No decision was written down for this tenant.</p>
      </Section>
    );
  }
  const isWeaker = !isAtLeast(tenant.rung, decision.recommendation.rung);
  return (
    <Section title="Decision" aside={<TimeAgo at={tenant.createdAt} />}>
      <div className="flex flex-col gap-3">
        {isWeaker ? (
          <Callout tone="caution" title="Weaker than recommended">
            The answers call for: {decision.recommendation.title.toLowerCase()}.
          </Callout>
        ) : null}
        <DefinitionList items={describeAnswers(decision.answers)} />
        <div>
          <p className="font-medium text-sm">Recommended: {decision.recommendation.title}</p>
          <ul className="mt-1 flex list-disc flex-col gap-1 pl-5 text-dim text-sm">
            {decision.recommendation.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );
}
