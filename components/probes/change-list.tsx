"use client";

import { useState } from "react";
import { queryString } from "#components/answers/fetch-json.ts";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Pagination } from "#components/ui/pagination.tsx";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { ChangeKind } from "#lib/domain/probe/compare-attempts.ts";
import { probeOf } from "#lib/domain/probe/probes.ts";
import type { Page } from "#lib/services/page.ts";
import type { ProbeChangeDto, ProbeMapDto } from "#lib/services/probe/probe-dto.ts";
import { changeLabels } from "./probe-words.ts";

const shape = { "new-failure": "failed", lost: "not-measured", fixed: "proven" } as const satisfies Record<
  ChangeKind,
  string
>;
const pageSize = 25;

type ChangeListProps = { map: ProbeMapDto; onOpen: (from: string, to: string) => void };

/** What the last complete run saw otherwise than the one before. */
export function ChangeList({ map, onOpen }: ChangeListProps) {
  const [page, setPage] = useState(1);
  const path = `/api/probes/changes${queryString({ hostId: map.host?.id, page, pageSize })}`;
  const live = useLiveQuery<Page<ProbeChangeDto>>({
    queryKey: ["probe-changes", map.complete?.id, page],
    path,
  });
  const names = new Map(map.tenants.map(({ slug, name }) => [slug, name]));
  const { previous } = map;
  return (
    <Section
      title="What changed"
      aside={
        previous ? (
          <span className="text-dim text-sm">
            against the run of <TimeAgo at={previous.finishedAt ?? previous.createdAt} />
          </span>
        ) : null
      }
    >
      {previous ? (
        <LiveContent
          live={live}
          errorTitle="The changes can't be shown."
          skeleton={<Skeleton className="h-24" />}
        >
          {({ rows, total }) => (
            <>
              {total === 0 ? <p className="text-dim">Nothing: every attempt ended as before.</p> : null}
              <ul>
                {rows.map(({ source, target, probe, kind }) => (
                  <li key={`${source} ${target} ${probe}`} className="border-b last:border-b-0">
                    <button
                      type="button"
                      onClick={() => onOpen(source, target)}
                      className="flex min-h-10 w-full flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5 text-left text-sm hover:bg-well"
                    >
                      <span className="flex w-40 items-center gap-2 font-medium">
                        <VerdictShape verdict={shape[kind]} />
                        {changeLabels[kind]}
                      </span>
                      <span className="w-64 truncate max-sm:w-full">
                        {names.get(source) ?? source} → {names.get(target) ?? target}
                      </span>
                      <span className="min-w-0 flex-1 basis-56 text-dim">
                        Tried to {probeOf(probe).attempt}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              {total > pageSize ? (
                <Pagination page={page} pageSize={pageSize} total={total} noun="changes" onPage={setPage} />
              ) : null}
            </>
          )}
        </LiveContent>
      ) : (
        <p className="text-dim">There is no complete run before this one to compare with.</p>
      )}
    </Section>
  );
}
