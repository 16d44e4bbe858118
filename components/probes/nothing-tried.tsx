import { Radar } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import { familyOf, probeFamilies } from "#lib/domain/probe/record/probe-family.ts";

type NothingTriedProps = {
  tenantCount: number;
  canOnboard: boolean;
  /** Begins the first run; null for those who may not. */
  runButton: ReactNode;
};

/** What this page will show, before there is anything to show. */
export function NothingTried({ tenantCount, canOnboard, runButton }: NothingTriedProps) {
  const icon = <Radar aria-hidden="true" />;
  const onboard = canOnboard ? (
    <ButtonLink href="/onboarding" variant="primary">
      Onboard a tenant
    </ButtonLink>
  ) : null;
  if (tenantCount < 2) {
    return (
      <div className="rounded-md border bg-panel">
        <EmptyState
          icon={icon}
          title={tenantCount === 0 ? "No tenants yet" : "One tenant has nobody to keep out"}
          action={onboard}
        >
          With two tenants or more, Bulkhead tries from inside each to get at every other, and shows here what
          was refused and what got through.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="rounded-md border bg-panel">
      <EmptyState icon={icon} title="Nothing has been tried yet" action={runButton}>
        From inside each of the {tenantCount} tenants, as its own OS user, Bulkhead tries {probeIds.length}{" "}
        ways to get at every other one. A refusal counts only if the same action worked for somebody who may
        do it, in the same run. Nothing is changed and nothing is left behind.
      </EmptyState>
      <ul
        aria-label="What is tried"
        className="grid gap-x-8 gap-y-3 border-t px-6 py-5 text-sm sm:grid-cols-2 lg:grid-cols-4"
      >
        {probeFamilies.map((family) => {
          const probes = probeIds.filter((probe) => probeOf(probe).family === family);
          const [first] = probes;
          return (
            <li key={family}>
              <p className="font-medium">
                {familyOf[family].label} <span className="font-mono text-faint text-xs">{probes.length}</span>
              </p>
              <p className="text-dim">{first ? `For one, it tries to ${probeOf(first).attempt}.` : null}</p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
