"use client";

import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Mono } from "#components/ui/mono.tsx";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";
import { CheckButton, CheckFailure, isChecking, useCheckCommand } from "./check-button.tsx";
import { CheckAge } from "./check-progress.tsx";

type HostCheckProps = { host: { readonly id: string; readonly name: string }; canCheck: boolean };

/** One of several hosts: when it was last looked at, and the button that has it looked at again. */
export function HostCheck({ host, canCheck }: HostCheckProps) {
  const checks = useLiveQuery<readonly HostCheckDto[]>({
    queryKey: ["checks", host.id],
    path: `/api/checks?hostId=${host.id}`,
    isMoving: (list) => list.some(isChecking),
  });
  const command = useCheckCommand();
  const latest = checks.data?.[0] ?? null;
  return (
    <section aria-label={host.name} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-dim text-sm">
        <Mono>{host.name}</Mono>
        {checks.data ? <CheckAge check={latest} /> : null}
        {canCheck ? <CheckButton command={command} target={{ hostId: host.id }} latest={latest} /> : null}
      </div>
      <CheckFailure command={command} latest={latest} />
    </section>
  );
}
