"use client";

import type { ReactNode } from "react";
import { isChecking } from "#components/checklist/check-button.tsx";
import { useCredentials } from "#components/credentials/use-credentials.ts";
import { situationOf } from "#components/gateways/situation.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { canDo } from "#lib/domain/operation/operation-kinds.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { type SetupStepId, setupSteps } from "./setup-steps.ts";
import { useDismissed } from "./use-dismissed.ts";

type SetupGuideProps = {
  tenant: TenantDto;
  onCredentials: () => void;
  onStart: () => void;
  onCheck: () => void;
};

/** Leads from a tenant that was just set up to one that answers: its channel, its model, its start, its check. */
export function SetupGuide({ tenant, onCredentials, onStart, onCheck }: SetupGuideProps) {
  const [isDismissed, dismiss] = useDismissed(`setup.${tenant.slug}`);
  const credentials = useCredentials(tenant.slug, { isEnabled: !isDismissed }).data;
  if (isDismissed || credentials === undefined || tenant.archivedAt !== null) return null;
  if (tenant.gateway.phase === "absent" || tenant.gateway.phase === "incomplete") return null;
  const steps = setupSteps(tenant, credentials);
  const next = steps.find(({ isDone }) => !isDone)?.id;
  if (next === undefined) return null;
  const actions: Record<SetupStepId, ReactNode> = {
    channel: open("Open channels", onCredentials),
    model: open("Open models", onCredentials),
    gateway: open("Bring it up", onStart, !canDo("start", situationOf(tenant))),
    check: open("Look at its boundary", onCheck, isChecking(tenant.latestCheck)),
  };
  return (
    <Section
      title="What this tenant still needs"
      aside={
        <Button size="sm" variant="ghost" onClick={dismiss}>
          Not needed
        </Button>
      }
    >
      <ol className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map(({ id, isDone }) => (
          <li key={id} aria-current={id === next ? "step" : undefined} className="flex flex-col gap-1.5">
            <p className={isDone ? "text-dim" : "font-medium"}>
              <span aria-hidden="true">{isDone ? "✓ " : "○ "}</span>
              {titles[id]}
              <span className="sr-only">{isDone ? " (done)" : ""}</span>
            </p>
            {isDone ? null : <p className="text-dim text-sm">{whys[id]}</p>}
            {id === next ? <div>{actions[id]}</div> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function open(label: string, onClick: () => void, isDisabled = false): ReactNode {
  return (
    <Button size="sm" variant="primary" disabled={isDisabled} onClick={onClick}>
      {label}
    </Button>
  );
}

const titles: Record<SetupStepId, string> = {
  channel: "A channel",
  model: "A model",
  gateway: "A running Gateway",
  check: "A first check",
};

const whys: Record<SetupStepId, string> = {
  channel: "By which people reach its agent. It is entered here, after the host has a place for its secrets.",
  model: "With which its agent thinks, under a key of its own.",
  gateway: "Once it runs, it takes later changes of channels and models by itself.",
  check: "What its boundary is worth, seen on the host.",
};
