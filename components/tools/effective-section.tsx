"use client";

import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";
import type { TenantToolsDto } from "#lib/services/tool-policy/tool-policy-dto.ts";

type EffectiveSectionProps = { tools: TenantToolsDto; onRefresh: () => void; isFetching: boolean };
type Read = Extract<PolicyReading, { status: "read" }>;

/** What the running Gateway itself says, against the policy. */
export function EffectiveSection({ tools, onRefresh, isFetching }: EffectiveSectionProps) {
  const { reading, differences } = tools;
  return (
    <Section
      title="At the running Gateway"
      aside={
        <>
          <TimeAgo at={reading.at} />
          <Button size="sm" isPending={isFetching} onClick={onRefresh}>
            Ask again
          </Button>
        </>
      }
    >
      {reading.status === "not-read" ? (
        <div className="flex flex-col gap-2">
          <VerdictMark verdict="not-measured" />
          <p className="text-dim text-sm">{reading.reason}</p>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <Differences differences={differences ?? []} reading={reading} />
          <Tried tried={reading.tried} />
          <div>
            <p className="mb-1.5 font-medium text-sm">{reading.tools.length} tools of a fresh conversation</p>
            <ul className="flex flex-wrap gap-1.5">
              {reading.tools.map(({ id }) => (
                <li key={id} className="rounded-sm border bg-well px-1.5">
                  <Mono className="text-xs">{id}</Mono>
                </li>
              ))}
            </ul>
          </div>
          <Sandbox reading={reading} commands={reading.commands} />
        </div>
      )}
    </Section>
  );
}

type DifferencesProps = { differences: NonNullable<TenantToolsDto["differences"]>; reading: Read };

function Differences({ differences, reading }: DifferencesProps) {
  const isRefuted = differences.length > 0 || reading.tried?.outcome === "answered";
  const isMeasured = reading.tried === null || reading.tried.outcome !== "not-measured";
  return (
    <div className="flex flex-col gap-2">
      <VerdictMark verdict={isRefuted ? "failed" : isMeasured ? "proven" : "not-measured"} />
      {differences.length === 0 ? (
        <p className="text-sm">The Gateway gives its agent what the policy says, and nothing else.</p>
      ) : (
        <Callout tone="danger" title="The Gateway differs from the policy">
          <ul className="flex list-disc flex-col gap-1 pl-4">
            {differences.map(({ kind, what, message }) => (
              <li key={kind + what}>{message}</li>
            ))}
          </ul>
        </Callout>
      )}
    </div>
  );
}

function Tried({ tried }: { tried: Read["tried"] }) {
  if (tried === null) {
    return <p className="text-dim text-sm">The policy gives every tool that could be tried without harm.</p>;
  }
  const words = {
    refused: "refused it",
    answered: "answered",
    "not-measured": "gave no answer that counts",
  } as const;
  return (
    <p className="text-sm">
      Tried <Mono>{tried.tool}</Mono>, which the policy doesn't give: the Gateway {words[tried.outcome]} (
      {tried.status || "no answer"}). A tool that it gives: {tried.controlStatus || "no answer"}.
    </p>
  );
}

function Sandbox({ reading, commands }: { reading: Read; commands: string | null }) {
  if (commands === "deny") return null;
  return (
    <p className="text-dim text-sm">
      {reading.sandboxMode === "all"
        ? "Commands run in a container of their own; what they reach is the workspace."
        : "This host gives no container for commands: they run as the tenant's OS user, and what keeps them in is that user's rights and the approval."}
    </p>
  );
}
