"use client";

import Link from "next/link";
import { useState } from "react";
import { CapacityMeters } from "#components/host/capacity.tsx";
import { useHosts } from "#components/host/use-hosts.ts";
import { LiveContent } from "#components/live/live-notices.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { toRoute } from "#components/ui/href.ts";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Recommendation, recommendRung } from "#lib/domain/tenant/decision.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";
import { HostChoice } from "./host-choice.tsx";
import { PolicyField } from "./policy-field.tsx";
import { isBeingPreset } from "./preselect-host.ts";
import { RungChoice } from "./rung-choice.tsx";
import { StepFrame } from "./step-frame.tsx";
import type { Wizard } from "./use-wizard.ts";
import { completeAnswers, needsReason } from "./wizard-draft.ts";

/** How strong a wall the answers call for, why, what it costs here, and what it leaves open. */
export function RecommendationStep({ wizard }: { wizard: Wizard }) {
  const answers = completeAnswers(wizard.draft);
  const [isMissing, setIsMissing] = useState(false);
  const live = useHosts();
  if (!answers) return null;
  const recommendation = recommendRung(answers);
  return (
    <StepFrame
      wizard={wizard}
      title={recommendation.title}
      onContinue={() => {
        const { hostId, rung } = wizard.draft;
        const isComplete = hostId !== null && rung !== null && !needsReason(wizard.draft, answers);
        if (isComplete) wizard.goTo("name");
        else setIsMissing(true);
      }}
      isSettling={live.data === undefined ? !live.error : isBeingPreset(live.data, wizard.draft)}
      continueLabel={
        recommendation.rung === "shared-gateway" ? "Give it a Gateway of its own anyway" : "Continue"
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Section title="Why">
          <Points list={recommendation.reasons} />
        </Section>
        <Section title="What this doesn't protect">
          <Points list={recommendation.doesNotProtect} />
        </Section>
      </div>
      <p className="text-dim text-sm">
        <Link
          href={toRoute(`/playbook#${recommendation.rung}`)}
          className="underline underline-offset-2 hover:text-ink"
        >
          In the playbook
        </Link>
        : when it is enough, what it costs here, and how to say it to the client.
      </p>
      <RecommendationNote recommendation={recommendation} />
      <LiveContent
        live={live}
        errorTitle="The host can't be asked what it can give."
        skeleton={<Skeleton className="h-52" />}
      >
        {(hosts) =>
          hosts.length === 0 ? (
            <Callout tone="caution" title="No host has reported yet">
              Bulkhead's agent must run before a tenant can be onboarded. It starts with npm start.
            </Callout>
          ) : (
            <div className="flex flex-col gap-5">
              <HostChoice
                hosts={hosts}
                wizard={wizard}
                error={isMissing && wizard.draft.hostId === null ? "Choose a host to go on." : null}
              />
              <OnHost
                host={hosts.find(({ id }) => id === wizard.draft.hostId)}
                wizard={wizard}
                recommendation={recommendation}
                error={isMissing && !wizard.draft.rung ? "Choose a rung to go on." : null}
              />
            </div>
          )
        }
      </LiveContent>
      <PolicyField wizard={wizard} answers={answers} isChecked={isMissing} />
    </StepFrame>
  );
}

type OnHostProps = {
  host: HostDto | undefined;
  wizard: Wizard;
  recommendation: Recommendation;
  error: string | null;
};

/** What the chosen host can give. */
function OnHost({ host, wizard, recommendation, error }: OnHostProps) {
  if (!host) return null;
  return (
    <>
      <RungChoice key={host.id} host={host} wizard={wizard} recommendation={recommendation} error={error} />
      <Section title={`In use on ${host.name}`}>
        <CapacityMeters host={host} />
      </Section>
    </>
  );
}

function Points({ list }: { list: readonly string[] }) {
  return (
    <ul className="flex list-disc flex-col gap-1.5 pl-4 text-sm marker:text-faint">
      {list.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

function RecommendationNote({ recommendation }: { recommendation: Recommendation }) {
  if (recommendation.rung === "shared-gateway") {
    return (
      <Callout title="You don't need another Gateway for this">
        Add an agent to the Gateway that this team already has: it costs hardly any memory and no ports.
        Nothing has to be onboarded here. If you want one anyway, go on: it will be isolated, and cost what is
        shown below.
      </Callout>
    );
  }
  if (recommendation.rung === "host") {
    return (
      <Callout tone="caution" title="The strongest wall here is weaker than these answers call for">
        A machine of its own keeps hostile users away from everything else. On this host the tenant can get an
        OS user of its own, but it shares the kernel, memory and network address with the others: a flaw in
        the kernel breaks every wall. Go on if you accept that; it is written down with the tenant.
      </Callout>
    );
  }
  return null;
}
