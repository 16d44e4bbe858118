"use client";

import Link from "next/link";
import { LiveContent } from "#components/live/live-notices.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { toRoute } from "#components/ui/href.ts";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { MistakeDto } from "#lib/services/mistake/mistake-dto.ts";
import type { TenantRisksDto } from "#lib/services/risk/risk-dto.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { AcceptedList } from "./accepted-list.tsx";
import { FaultList, MistakeCard } from "./mistake-card.tsx";
import { useRisks } from "./use-risks.ts";

type RisksTabProps = { tenant: TenantDto; canOperate: boolean };

/** Mistakes found on this tenant by name, every risk of it that somebody answers for, and what has been put right. */
export function RisksTab({ tenant, canOperate }: RisksTabProps) {
  const live = useRisks(tenant.slug);
  return (
    <LiveContent
      live={live}
      errorTitle="The risks of this tenant can't be read."
      skeleton={<TableSkeleton rows={6} label="Risks" />}
    >
      {(risks) => <Risks risks={risks} tenant={tenant} canOperate={canOperate} />}
    </LiveContent>
  );
}

function Risks({ risks, tenant, canOperate }: RisksTabProps & { risks: TenantRisksDto }) {
  const register = <AcceptedList risks={risks} slug={tenant.slug} canOperate={canOperate} />;
  if (risks.observedAt === null) {
    return (
      <div className="flex flex-col gap-6">
        {register}
        <NotLookedYet count={risks.mistakes.length} />
      </div>
    );
  }
  const by = (verdict: Verdict) => risks.mistakes.filter((mistake) => mistake.verdict === verdict);
  const [open, unmeasured, clean] = [by("failed"), by("not-measured"), by("proven")];
  return (
    <div className="flex flex-col gap-6">
      <Summary risks={risks} />
      {open.length > 0 ? (
        <Section title="Open" frame="plain" aside={open.length}>
          <ul className="flex flex-col gap-3">
            {open.map((mistake) => (
              <MistakeCard
                key={mistake.ruleId}
                slug={tenant.slug}
                mistake={mistake}
                canOperate={canOperate}
              />
            ))}
          </ul>
        </Section>
      ) : null}
      {register}
      {unmeasured.length > 0 ? <Unmeasured list={unmeasured} /> : null}
      <Section title="Looked for and not found" aside={clean.length}>
        {clean.length === 0 ? (
          <p className="text-dim">Nothing yet that everything was looked at for.</p>
        ) : (
          <ul className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
            {clean.map(({ ruleId, title }) => (
              <li key={ruleId} className="flex items-center gap-2">
                <VerdictShape verdict="proven" />
                {title}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {risks.resolved.length > 0 ? <Resolved list={risks.resolved} /> : null}
    </div>
  );
}

function NotLookedYet({ count }: { count: number }) {
  return (
    <EmptyState title="No rule has been held against this tenant yet">
      Bulkhead looks for {count} mistakes that agencies really make, in what the configuration on the host
      says. Check the host to look for them.
    </EmptyState>
  );
}

function Summary({ risks }: { risks: TenantRisksDto }) {
  const count = (verdict: Verdict) => risks.mistakes.filter((mistake) => mistake.verdict === verdict).length;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-sm">
      <p>
        {risks.mistakes.length} mistakes looked for: {count("failed")} open, {count("accepted")} accepted,{" "}
        {count("not-measured")} not measured, {count("proven")} not found.
      </p>
      <p className="text-dim">
        {risks.observedAt ? <TimeAgo at={risks.observedAt} /> : null} ·{" "}
        <Link href={toRoute("/playbook")} className="underline underline-offset-2 hover:text-ink">
          Playbook {risks.playbookVersion}
        </Link>
      </p>
    </div>
  );
}

function Unmeasured({ list }: { list: readonly MistakeDto[] }) {
  return (
    <Section title="Not measured" aside={list.length}>
      <ul className="flex flex-col text-sm">
        {list.map(({ ruleId, title, reason, faults }) => (
          <li key={ruleId} className="border-b py-2 first:pt-0 last:border-b-0 last:pb-0">
            <p className="flex items-center gap-2 font-medium">
              <VerdictShape verdict="not-measured" />
              {title}
            </p>
            <p className="mt-0.5 text-dim [overflow-wrap:anywhere]">{reason}</p>
            {faults.length > 0 ? (
              <p className="mt-0.5 text-dim">It was found when it was last looked at: {faults[0]?.detail}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Resolved({ list }: { list: TenantRisksDto["resolved"] }) {
  return (
    <Section title="Put right" aside={list.length}>
      <ul className="flex flex-col text-sm">
        {list.map((one) => (
          <li key={one.id} className="border-b py-2 first:pt-0 last:border-b-0 last:pb-0">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{one.title}</span>
              <span className="text-dim">
                found <TimeAgo at={one.firstSeenAt} />, gone <TimeAgo at={one.resolvedAt} />
              </span>
            </p>
            <FaultList faults={one.faults} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
