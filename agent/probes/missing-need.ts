import { isStillLive } from "#agent/gateway/live-gateway.ts";
import type { ProbeNeed, ProbeRecord } from "#lib/domain/probe/record/probe-record.ts";
import { browserProblem, seenWithoutBrowser } from "./browser-findings.ts";
import { type Side, troubleWith } from "./side.ts";

/** Why something can't be tried, and whether the agent saw for itself that it isn't there. */
export type Missing = { readonly reason: string; readonly isAbsent: boolean };

const absent = (reason: string): Missing => ({ reason, isAbsent: true });
const untried = (reason: string): Missing => ({ reason, isAbsent: false });

const missing: Readonly<Record<ProbeNeed, (source: Side, target: Side) => Missing | null>> = {
  "scripted-model": ({ known }) =>
    known.hasScriptedModel ? null : absent("There is no model here that a test may use."),
  "source-gateway": (source) =>
    missingGateway(source, "The tenant's own Gateway") ??
    missingAnswer(source, "The tenant's own Gateway does not answer at its port."),
  "target-gateway": (_, target) => {
    const { gateway } = target.one;
    const none = missingGateway(target, "The other tenant's Gateway");
    if (none !== null || gateway === null) return none;
    return isStillLive(gateway)
      ? null
      : untried("The other tenant's Gateway ended or was restarted meanwhile.");
  },
  "target-answers": (_, target) =>
    missingAnswer(target, "The other tenant's Gateway does not answer at its port."),
  "target-browser": (_, target) => {
    const problem = browserProblem(target.one);
    if (problem === null) return null;
    const seen = seenWithoutBrowser(target);
    return seen === null ? untried(problem) : absent(seen);
  },
  "harmless-tokens": (_, { known }) =>
    known.locksOut
      ? untried("Wrong tokens would lock this Gateway's operator out, so none were tried.")
      : null,
};

/** What can't be tried between these two now for; null when it can. Of a tenant that is in trouble nothing counts as absent. */
export function missingNeed({ needs }: ProbeRecord, source: Side, target: Side): Missing | null {
  const trouble = troubleWith(source);
  if (trouble !== null) return untried(trouble);
  for (const need of needs) {
    const found = missing[need](source, target);
    if (found !== null) return troubleWith(target) === null ? found : untried(found.reason);
  }
  return null;
}

function missingGateway({ one, known }: Side, whose: string): Missing | null {
  if (one.displaced !== null) return untried(one.displaced);
  if (one.gateway !== null) return null;
  return known.absent.has("gateway")
    ? absent(`${whose} is stopped.`)
    : untried(`${whose} could not be looked at, or was started meanwhile.`);
}

function missingAnswer({ one }: Side, reason: string): Missing | null {
  return one.gateway?.inode == null ? untried(reason) : null;
}
