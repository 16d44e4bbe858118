import type { ProbeAbsence, ProbeRecord } from "#lib/domain/probe/record/probe-record.ts";
import type { HostAbsence, TenantAbsence } from "./absences.ts";
import { type Side, troubleWith } from "./side.ts";
import type { Found } from "./to-attempt.ts";

type OfTenant = Exclude<ProbeAbsence, HostAbsence> & TenantAbsence;

const words: Readonly<Record<OfTenant, string>> = {
  backups: "There is no backups directory: root looked for it and found nothing at its place.",
  "browser-profile": "There is no browser profile: root looked for it and found nothing at its place.",
  "channel-credentials":
    "There are no channel credentials: root looked for them and found nothing at their place.",
  "openai-api": "The interface is off in the configuration that the host agent wrote.",
  "compile-cache": "None of its processes was started with a compile cache.",
};

/**
 * What the agent saw not to be there for a probe, in words; null where it saw
 * nothing of the kind. Never of a tenant that is in trouble, and never against
 * an answer: one that is missing is no absence, and one that met something is
 * the opposite of it.
 */
export function seenAbsence(probe: ProbeRecord, found: Found, source: Side, target: Side): string | null {
  if (probe.absence === undefined || troubleWith(source) !== null || troubleWith(target) !== null)
    return null;
  if (isUnanswered(probe, found) || metSomething(found)) return null;
  return isOfHost(probe.absence)
    ? (source.known.hostAbsences.get(probe.absence) ?? null)
    : target.known.absent.has(probe.absence)
      ? words[probe.absence]
      : null;
}

/** Where the target itself is the control, it must have looked as well. */
function isUnanswered({ control: controlledBy }: ProbeRecord, { finding, control }: Found): boolean {
  const isUntried = finding.outcome === "unmeasured" && finding.code === "untried";
  return isUntried || (controlledBy === "target" && control.by !== "target");
}

const meetings: readonly string[] = ["closed", "http", "gateway"];

function metSomething({ finding, control }: Found): boolean {
  if (control.by === "target" && control.outcome === "reached") return true;
  return finding.outcome === "reached" || (finding.outcome === "refused" && meetings.includes(finding.code));
}

function isOfHost(absence: ProbeAbsence): absence is HostAbsence {
  const ofHost: Readonly<Record<HostAbsence, true>> = {
    "container-socket": true,
    ...{ "host-address": true, dashboard: true, "metadata-service": true },
  };
  return absence in ofHost;
}
