import type { Ending } from "../probe/ending.ts";
import { type ProbeId, probeIdSchema } from "../probe/probes.ts";
import type { PairVerdicts, ShownVerdicts } from "../probe/verdict-string.ts";
import { type Acceptance, isAccepted } from "./acceptance.ts";

const from = "from ";

/** The key of an attempt's fault: which tenant it came from. Its target and its probe are what is accepted. */
export function attemptFaultKey(source: string): string {
  return `${from}${source}`;
}

/** The tenants that an acceptance of attempts names. */
export function sourcesOf(faults: readonly string[]): string[] {
  return faults.filter((fault) => fault.startsWith(from)).map((fault) => fault.slice(from.length));
}

/** Somebody's word that they answer for what one probe gets at in a tenant, from the tenants that it names. */
export type AttemptAcceptance = Acceptance & {
  /** Slug of the tenant that the attempts got through to. */
  readonly target: string;
  /** The probe's id. */
  readonly subject: string;
};

/** Looks up the acceptances of one probe against one tenant. */
export type AttemptAcceptances = ReadonlyMap<string, ReadonlyMap<ProbeId, readonly Acceptance[]>>;

/** Acceptances by target and probe; those of a probe that there is no more are left out. */
export function groupAttemptAcceptances(list: readonly AttemptAcceptance[]): AttemptAcceptances {
  const byTarget = new Map<string, Map<ProbeId, Acceptance[]>>();
  for (const acceptance of list) {
    const probe = probeIdSchema.safeParse(acceptance.subject);
    if (!probe.success) continue;
    const byProbe = byTarget.get(acceptance.target) ?? new Map<ProbeId, Acceptance[]>();
    byTarget.set(acceptance.target, byProbe);
    byProbe.set(probe.data, [...(byProbe.get(probe.data) ?? []), acceptance]);
  }
  return byTarget;
}

/** The verdicts of one direction with what somebody answers for as accepted. Nothing but a failure can be. */
export function acceptAttempts(
  verdicts: PairVerdicts,
  { source, target }: { readonly source: string; readonly target: string },
  acceptances: AttemptAcceptances,
  now: Date,
): ShownVerdicts {
  const ofTarget = acceptances.get(target);
  if (ofTarget === undefined) return verdicts;
  const fault = [attemptFaultKey(source)];
  return new Map(
    [...verdicts].map(([probe, verdict]): [ProbeId, Ending] => [
      probe,
      verdict === "failed" && isAccepted(fault, ofTarget.get(probe) ?? [], now) ? "accepted" : verdict,
    ]),
  );
}
