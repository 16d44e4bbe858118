import { ChevronRight } from "lucide-react";
import { Callout } from "#components/ui/callout.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Mono } from "#components/ui/mono.tsx";
import { formatDuration } from "#components/words/format-duration.ts";
import type { AuditFinding, AuditResult } from "#lib/host-agent/contract/audit.ts";

const severities = ["critical", "warn", "info"] as const satisfies readonly AuditFinding["severity"][];
const severityLabels = { critical: "Critical", warn: "Warnings", info: "For information" } as const;

/** The findings by severity, what the configuration suppresses, and what became of secrets. */
export function AuditResultView({ result }: { result: AuditResult }) {
  return (
    <div className="flex flex-col gap-5">
      {severities.map((severity) => (
        <FindingGroup
          key={severity}
          severity={severity}
          findings={result.findings.filter((finding) => finding.severity === severity)}
        />
      ))}
      {result.findings.length === 0 ? <p>The audit found nothing to report.</p> : null}
      {result.suppressed.length > 0 ? (
        <section>
          <GroupTitle count={result.suppressed.length}>Suppressed</GroupTitle>
          <Callout tone="caution">
            These were found, and the configuration asks not to be told about them.
          </Callout>
          <ul className="mt-2 rounded-md border bg-panel">
            {result.suppressed.map(({ finding, reason }) => (
              <Finding
                key={finding.checkId + finding.title + reason}
                finding={finding}
                suppressedBecause={reason}
              />
            ))}
          </ul>
        </section>
      ) : null}
      {result.secretDiagnostics.length > 0 ? (
        <section>
          <GroupTitle count={result.secretDiagnostics.length}>Secrets</GroupTitle>
          <ul className="rounded-md border bg-panel text-sm">
            {result.secretDiagnostics.map((line) => (
              <li key={line} className="border-b px-3 py-2 last:border-b-0 [overflow-wrap:anywhere]">
                {line}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <p className="text-faint text-xs">
        OpenClaw <Mono>{result.version}</Mono>, took {formatDuration(result.durationMs)}
      </p>
    </div>
  );
}

type FindingGroupProps = { severity: AuditFinding["severity"]; findings: readonly AuditFinding[] };

function FindingGroup({ severity, findings }: FindingGroupProps) {
  if (findings.length === 0) return null;
  return (
    <section>
      <GroupTitle count={findings.length} isStrong={severity === "critical"}>
        {severityLabels[severity]}
      </GroupTitle>
      <ul className="rounded-md border bg-panel">
        {findings.map((finding) => (
          <Finding
            key={finding.checkId + finding.title + finding.detail}
            finding={finding}
            isOpen={severity === "critical"}
          />
        ))}
      </ul>
    </section>
  );
}

function GroupTitle({
  count,
  isStrong = false,
  children,
}: {
  count: number;
  isStrong?: boolean;
  children: string;
}) {
  return (
    <h3 className={classNames("plate mb-2", isStrong ? "text-danger" : "text-dim")}>
      {children} · {count}
    </h3>
  );
}

type FindingProps = { finding: AuditFinding; isOpen?: boolean; suppressedBecause?: string };

function Finding({ finding, isOpen = false, suppressedBecause }: FindingProps) {
  return (
    <li className="border-b last:border-b-0">
      <details className="group" open={isOpen}>
        <summary className="flex min-h-10 list-none items-center gap-3 px-3 py-2 text-sm -outline-offset-2 hover:bg-well">
          <ChevronRight
            aria-hidden="true"
            className="size-4 shrink-0 text-dim transition-transform group-open:rotate-90"
          />
          <span className="min-w-0 flex-1 font-medium">{finding.title}</span>
          <Mono className="text-faint text-xs max-sm:hidden">{finding.checkId}</Mono>
        </summary>
        <div className="flex flex-col gap-2 px-3 pb-3 pl-10 text-sm">
          <p className="max-w-prose whitespace-pre-line text-dim [overflow-wrap:anywhere]">
            {finding.detail}
          </p>
          {finding.remedy ? (
            <p className="max-w-prose [overflow-wrap:anywhere]">
              <span className="font-semibold">What to do: </span>
              {finding.remedy}
            </p>
          ) : null}
          {suppressedBecause ? <p className="text-dim">Suppressed because: {suppressedBecause}</p> : null}
          <Mono className="text-faint text-xs sm:hidden">{finding.checkId}</Mono>
        </div>
      </details>
    </li>
  );
}
