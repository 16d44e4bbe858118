import { Badge } from "#components/ui/badge.tsx";
import { Section } from "#components/ui/section.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { formatDuration } from "#components/words/format-duration.ts";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";

const statusLabels: Record<HostCheckDto["status"], string> = {
  queued: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
};

/** The latest checks of a host, newest first. */
export function ChecksList({ checks }: { checks: readonly HostCheckDto[] }) {
  return (
    <Section title="Checks">
      {checks.length === 0 ? <p className="text-dim">None yet.</p> : null}
      <ul>
        {checks.map((check) => (
          <li
            key={check.id}
            className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b py-1.5 text-sm last:border-b-0"
          >
            <span className="w-20">
              {check.status === "running" || check.status === "queued" ? (
                <Badge tone="accent" icon={<Spinner />}>
                  {statusLabels[check.status]}
                </Badge>
              ) : (
                <Badge tone={check.status === "failed" ? "solid" : "neutral"}>
                  {statusLabels[check.status]}
                </Badge>
              )}
            </span>
            <TimeAgo at={check.createdAt} className="w-24 text-dim" />
            <span className="min-w-0 flex-1">
              {check.error ? `${check.error.message} ${check.error.nextStep}` : null}
            </span>
            {check.finishedAt ? (
              <span className="font-mono text-faint text-xs">
                {formatDuration(Date.parse(check.finishedAt) - Date.parse(check.createdAt))}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
