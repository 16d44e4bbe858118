"use client";

import { useLiveQuery } from "#components/operations/use-live-query.ts";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { TenantAttemptsDto } from "#lib/services/probe/probe-dto.ts";

/** What became of the attempts to get at a tenant from its neighbours; nothing where it has none. */
export function AttemptsMark({ slug }: { slug: string }) {
  const { data } = useLiveQuery<TenantAttemptsDto>({
    queryKey: ["tenant-attempts", slug],
    path: `/api/probes/tenant/${slug}`,
  });
  if (data === undefined || data.others === 0) return null;
  const { verdict } = data.against;
  return <VerdictMark verdict={verdict} label={`Attempts ${words[verdict]}`} />;
}

const words = {
  proven: "refused",
  failed: "got through",
  accepted: "accepted",
  "not-measured": "not measured",
} as const;
