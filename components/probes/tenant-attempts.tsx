"use client";

import Link from "next/link";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { toRoute } from "#components/ui/href.ts";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictMark, VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { TenantAttemptsDto } from "#lib/services/probe/probe-dto.ts";
import { describeCounts } from "./probe-words.ts";

/** What its neighbours tried against a tenant and it against them, in short. */
export function TenantAttempts({ tenant }: { tenant: { readonly slug: string; readonly name: string } }) {
  const live = useLiveQuery<TenantAttemptsDto>({
    queryKey: ["tenant-attempts", tenant.slug],
    path: `/api/probes/tenant/${tenant.slug}`,
  });
  return (
    <Section
      title="Attempts"
      aside={
        <Link href={toRoute("/probes")} className="text-accent text-sm underline underline-offset-2">
          All attempts
        </Link>
      }
    >
      <LiveContent
        live={live}
        errorTitle="The attempts can't be shown."
        skeleton={<Skeleton className="h-16" />}
      >
        {(attempts) => <AttemptsInShort attempts={attempts} tenant={tenant} />}
      </LiveContent>
    </Section>
  );
}

type AttemptsInShortProps = {
  attempts: TenantAttemptsDto;
  tenant: { readonly slug: string; readonly name: string };
};

function AttemptsInShort({ attempts, tenant }: AttemptsInShortProps) {
  const { others, triedAt, stale, against, from, trouble } = attempts;
  if (others === 0)
    return <p className="text-dim text-sm">There is no other tenant on this host to keep out.</p>;
  const isSeen = triedAt !== null || trouble.length > 0;
  if (!isSeen) {
    return (
      <p className="text-dim text-sm">
        <VerdictMark verdict="not-measured" className="mr-3" />
        Nothing has been tried between it and the {others} other {others === 1 ? "tenant" : "tenants"} yet.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2 text-sm">
      <Direction words="From others against it" {...against} />
      <Direction words="From it against others" {...from} />
      <p className="text-dim">
        {triedAt ? (
          <>
            Tried <TimeAgo at={triedAt} />.
          </>
        ) : null}{" "}
        {stale}
      </p>
      {trouble.length > 0 ? (
        <ul className="border-t">
          {trouble.map(({ source, target, otherName, failed, accepted }) => (
            <li key={`${source} ${target}`} className="border-b last:border-b-0">
              <Link
                href={toRoute(`/probes?from=${source}&to=${target}`)}
                className="flex min-h-9 flex-wrap items-center gap-x-3 py-1 hover:bg-well"
              >
                <VerdictShape verdict={failed > 0 ? "failed" : "accepted"} />
                <span className="min-w-0 flex-1">
                  {source === tenant.slug ? `Got through to ${otherName}` : `${otherName} got through to it`}
                </span>
                {accepted > 0 ? (
                  <span className="font-mono text-accepted text-xs">{accepted} accepted</span>
                ) : null}
                {failed > 0 ? <span className="font-mono text-dim text-xs">{failed}</span> : null}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

type DirectionProps = TenantAttemptsDto["against"] & { words: string };

function Direction({ words, verdict, counts }: DirectionProps) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
      <span className="w-44">{words}</span>
      <VerdictMark verdict={verdict} className="w-28" />
      <span className="text-dim">{describeCounts(counts)}</span>
    </p>
  );
}
