import { classNames } from "#components/ui/class-names.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { AuditState, AuditStatusDto } from "#lib/services/audit/audit-dto.ts";

export const auditStateLabels: Record<AuditState, string> = {
  none: "Never ran",
  running: "Running",
  failed: "Didn't finish",
  stale: "Out of date",
  critical: "Critical",
  warn: "Warnings",
  clean: "Clean",
};

/** What OpenClaw's own audit said last, in a few characters. Findings aren't verdicts, so words and weight carry it. */
export function AuditMark({ audit }: { audit: AuditStatusDto }) {
  return (
    <span
      title={audit.reason ?? undefined}
      className={classNames(
        "inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-sm",
        audit.state === "critical"
          ? "font-semibold text-danger"
          : audit.state === "none" || audit.state === "stale"
            ? "text-faint"
            : "",
      )}
    >
      {audit.state === "running" ? <Spinner className="size-3" /> : null}
      {auditText(audit)}
    </span>
  );
}

/** "2 critical, 1 warning", "Clean", "Out of date". */
export function auditText(audit: AuditStatusDto): string {
  if (audit.state !== "critical" && audit.state !== "warn") return auditStateLabels[audit.state];
  const parts = [
    audit.critical ? `${audit.critical} critical` : null,
    audit.warn ? `${audit.warn} ${audit.warn === 1 ? "warning" : "warnings"}` : null,
  ];
  return parts.filter(Boolean).join(", ");
}
