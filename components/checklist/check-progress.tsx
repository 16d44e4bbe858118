"use client";

import { ProgressBar } from "#components/ui/meter.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";
import { isChecking } from "./check-button.tsx";

/** When the host was last looked at, or that it is being looked at now. */
export function CheckAge({ check }: { check: HostCheckDto | null }) {
  if (!check) return <span>Never checked</span>;
  if (isChecking(check))
    return <CheckUnderWay since={check.createdAt} isQueued={check.status === "queued"} />;
  return (
    <span>
      {check.status === "failed" ? "Check failed" : "Checked"}{" "}
      <TimeAgo at={check.finishedAt ?? check.createdAt} />
    </span>
  );
}

function CheckUnderWay({ since, isQueued }: { since: string; isQueued: boolean }) {
  const now = useNow();
  const seconds = now === null ? null : Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  return (
    <span role="status" className="inline-flex items-center gap-2">
      <span className="inline-block w-16">
        <ProgressBar label="Check of the host" value={null} />
      </span>
      {isQueued ? "Waiting to look at every tenant" : "Looking at every tenant"}
      {seconds === null ? null : <span className="font-mono text-xs">{seconds} s</span>}
    </span>
  );
}
