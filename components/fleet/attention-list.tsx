"use client";

import { TriangleAlert, Wrench } from "lucide-react";
import Link from "next/link";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { toRoute } from "#components/ui/href.ts";
import { Section } from "#components/ui/section.tsx";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { FleetDto } from "#lib/services/fleet/fleet-dto.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import type { Page } from "#lib/services/page.ts";
import { type Attention, findAttention } from "./attention.ts";

type AttentionListProps = {
  fleet: FleetDto;
  initialFailed: { readonly path: string; readonly data: Page<OperationDto> };
};

const mostShown = 8;

/** What needs a person, gravest first. */
export function AttentionList({ fleet, initialFailed }: AttentionListProps) {
  const failed = useLiveQuery<Page<OperationDto>>({
    queryKey: ["operations", "failed"],
    path: initialFailed.path,
    initial: initialFailed,
  });
  const list = findAttention(fleet, failed.data?.rows ?? []);
  return (
    <Section
      title="Needs attention"
      aside={list.length > 0 ? <span className="font-mono">{list.length}</span> : null}
    >
      {list.length === 0 ? (
        <p className="text-dim">
          No Gateway is down, nothing failed, and nothing is known to have got through.
        </p>
      ) : (
        <ul className="-my-1">
          {list.slice(0, mostShown).map((one) => (
            <li key={one.key} className="border-b last:border-b-0">
              <Link
                href={toRoute(one.href)}
                className="-mx-2 flex gap-2.5 rounded-sm px-2 py-2 hover:bg-well"
              >
                <AttentionSign one={one} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{one.tenantName}</span>
                  <span className="line-clamp-2 text-dim text-sm [overflow-wrap:anywhere]">{one.text}</span>
                </span>
              </Link>
            </li>
          ))}
          {list.length > mostShown ? (
            <li className="pt-2 pb-1 text-dim text-sm">
              And {list.length - mostShown} more among the tenants.
            </li>
          ) : null}
        </ul>
      )}
    </Section>
  );
}

function AttentionSign({ one }: { one: Attention }) {
  if (one.verdict) return <VerdictShape verdict={one.verdict} className="mt-1" />;
  const Icon = one.kind === "operation" ? Wrench : TriangleAlert;
  return <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />;
}
