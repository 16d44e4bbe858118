import { type ProbeId, probeIds } from "#lib/domain/probe/probe.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { browserProblem, sharedBrowser } from "./browser-findings.ts";
import { isStillLive } from "./live-gateway.ts";
import { type Participant, resultKey } from "./participant.ts";
import { byRoot, type Control } from "./root-controls.ts";
import { conversationThere, type Finding } from "./runner/protocol.ts";
import { identityFindings, type SourceFacts, withAccountFiles } from "./source-facts.ts";

/** What is known of one tenant besides its runner's answers. */
export type Known = {
  readonly facts: SourceFacts;
  readonly processControls: ReadonlyMap<ProbeId, Control>;
  /** The agent's own attempts at what is the host's. */
  readonly hostControls: ReadonlyMap<ProbeId, Control>;
  /** Whether whoever asks the network hears what is announced on it. */
  readonly multicast: Control;
  /** Whether whoever may makes a namespace on this host. */
  readonly namespaces: Control;
  readonly locksOut: boolean;
  /** A device that was paired before the token was changed last is still let in. */
  readonly hasEarlierDevice: boolean;
  readonly hasScriptedModel: boolean;
  /** Why its answers can't be believed; null when they can. */
  readonly fault: string | null;
};

type Side = { readonly one: Participant; readonly known: Known };
type Tried = { readonly finding: Finding; readonly control: Control; readonly ms: number };

/** How it is said that a tenant has nothing of a kind. */
const absences: Partial<Record<ProbeId, string>> = {
  "files.browser": "There is no browser profile.",
  "files.credentials": "There are no channel credentials.",
  "files.backups": "There is no backups directory.",
};

const isSquat = (probe: ProbeId) => probe.startsWith("squat.");
const nobody = (seen: string): Control => ({ by: "nobody", outcome: "unmeasured", seen });

/** Every probe of one pair but squatting, each with its control. */
export function assembleAttempts(source: Side, target: Side): Attempt[] {
  return probeIds
    .filter((probe) => !isSquat(probe))
    .map((probe) => toAttempt(probe, source.one, target.one, assemble(probe, source, target)));
}

export function toAttempt(
  probe: ProbeId,
  source: Participant,
  target: Participant,
  { finding, control, ms }: Tried,
): Attempt {
  // Being turned away from what is not there proves nothing, so it is no refusal.
  const isMoot = finding.outcome === "refused" && control.outcome !== "reached";
  return {
    probe,
    source: source.record.slug,
    target: target.record.slug,
    outcome: isMoot ? "unmeasured" : finding.outcome,
    seen: (isMoot ? control.seen : finding.seen).slice(0, 600),
    control: { ...control, seen: control.seen.slice(0, 600) },
    durationMs: ms,
  };
}

function assemble(probe: ProbeId, source: Side, target: Side): Tried {
  const reason = impossible(probe, source, target);
  if (reason !== null)
    return { finding: { outcome: "unmeasured", seen: reason }, control: nobody(reason), ms: 0 };
  const own = ownFinding(probe, source, target);
  if (own !== null) return { ...own, ms: 0 };
  const result = source.one.results?.get(resultKey(target.one.record.slug, probe));
  const control =
    target.known.processControls.get(probe) ??
    cacheControl(probe, target.one) ??
    (probe === "shared.mdns" ? target.known.multicast : null) ??
    selfControl(probe, source, target);
  if (result === undefined) {
    return { finding: { outcome: "unmeasured", seen: "No answer came for it." }, control, ms: 0 };
  }
  const finding = checkProof(probe, withoutCache(probe, result, target.one), target.one);
  return { finding: withOtherHalf(probe, finding, source, target), control, ms: result.ms };
}

/** What belongs to the same question and was found in another way. */
function withOtherHalf(probe: ProbeId, finding: Finding, { one }: Side, target: Side): Finding {
  if (finding.outcome === "reached") return finding;
  if (probe === "gateway.session-key") {
    const there = one.results?.get(resultKey(target.one.record.slug, conversationThere));
    if (there === undefined || there.outcome === "refused") return finding;
    const seen = "Its own token and key opened a conversation at the other Gateway.";
    return checkProof(probe, there.outcome === "reached" ? { ...there, seen } : there, target.one);
  }
  if (probe === "gateway.paired-device" && target.known.hasEarlierDevice) {
    const isAnswered = /device[^:]*: [A-Z]/.test(finding.seen) && !/: E[A-Z]+/.test(finding.seen);
    const seen = "A device that was paired before the token was changed is still let in";
    if (isAnswered)
      return { outcome: "reached", seen: `${seen}, and the Gateway answers devices of this tenant.` };
  }
  return finding;
}

/** Why this can't be tried between these two now; null when it can. */
function impossible(
  probe: ProbeId,
  { one: source, known }: Side,
  { one: target, known: about }: Side,
): string | null {
  if (source.problem !== null) return `Nothing could be tried from ${source.record.slug}: ${source.problem}`;
  if (known.fault !== null) return `What ${source.record.slug} answered can't be believed. ${known.fault}`;
  if (probe === "openclaw.agent-turn" && !known.hasScriptedModel)
    return "There are no model credentials that a test may use.";
  if (probe.startsWith("port.browser")) {
    const problem = browserProblem(target);
    if (problem !== null) return problem;
  }
  const needsTarget = /^(process|gateway)\.|^shared\.mdns$/.test(probe);
  if (needsTarget && target.displaced !== null) return target.displaced;
  if (needsTarget && target.gateway === null) return "The other tenant's Gateway is stopped.";
  if (needsTarget && target.gateway !== null && !isStillLive(target.gateway))
    return "The other tenant's Gateway ended or was restarted meanwhile.";
  if (probe.startsWith("gateway.")) {
    if (target.gateway?.inode == null) return "The other tenant's Gateway does not answer at its port.";
    if (about.locksOut) return "Wrong tokens would lock this Gateway's operator out, so none were tried.";
  }
  const needsSource = probe.startsWith("openclaw.") || probe === "gateway.session-key";
  if (needsSource && source.gateway?.inode == null) return "The tenant's own Gateway is stopped.";
  return null;
}

/** What the agent sees itself, or what the source found whoever the target is. */
function ownFinding(probe: ProbeId, source: Side, target: Side): Omit<Tried, "ms"> | null {
  const identity = identityFindings(source.known.facts, target.known.facts)[probe];
  if (identity !== undefined) {
    return {
      finding: identity,
      control: byRoot("reached", "The host agent read both from the kernel and the account files."),
    };
  }
  if (probe === "port.browser-shared") {
    const seen = "Each browser told both its own tenant and the other's Gateway its name.";
    return { finding: sharedBrowser(source.one, target.one), control: byRoot("reached", seen) };
  }
  const found = source.one.prepared?.own[probe];
  if (found === undefined) return null;
  const finding = withAccountFiles(probe, found, source.known.facts);
  if (probe === "identity.namespaces") return { finding, control: source.known.namespaces };
  const isAbsent = probe === "identity.container-socket" && finding.outcome === "unmeasured";
  const control = source.known.hostControls.get(probe);
  if (control !== undefined) {
    const isMissing = finding.outcome === "unmeasured" && control.outcome !== "reached";
    return { finding: isMissing ? { ...finding, seen: control.seen } : finding, control };
  }
  return {
    finding: isAbsent ? { ...finding, outcome: "refused" } : finding,
    control: byRoot("reached", "The host agent looked at the same places and may use them."),
  };
}

function cacheControl(probe: ProbeId, { target }: Participant): Control | null {
  if (probe !== "shared.compile-cache" || target === null) return null;
  const places = target.compileCaches.map(({ path }) => path).join(", ");
  return byRoot(
    "reached",
    `The host agent read what its processes were started with: compile cache ${places || "off"}.`,
  );
}

/** A cache that is off is nothing that could be reached, and that is the point. */
function withoutCache(probe: ProbeId, finding: Finding, { target }: Participant): Finding {
  const isOff = probe === "shared.compile-cache" && target?.compileCaches.length === 0;
  return isOff ? { outcome: "refused", seen: finding.seen } : finding;
}

/** The same code run by the target against itself. */
function selfControl(probe: ProbeId, source: Side, target: Side): Control {
  const { one } = target;
  if (one.problem !== null) return nobody(`Nothing could be tried from ${one.record.slug}: ${one.problem}`);
  if (target.known.fault !== null) return nobody(`What ${one.record.slug} answered can't be believed.`);
  const self = (of: Participant, id: ProbeId) => of.results?.get(resultKey(of.record.slug, id));
  if (probe.startsWith("openclaw.")) {
    const [gateway, files] = [self(source.one, probe), self(one, "files.workspace")];
    const isShown = gateway?.outcome === "reached" && files?.outcome === "reached";
    return isShown
      ? {
          by: "target",
          outcome: "reached",
          seen: "The same way leads into its own workspace, and the other tenant gets at the other.",
        }
      : {
          by: "target",
          outcome: "unmeasured",
          seen: gateway?.seen ?? "The same way did not lead into its own workspace.",
        };
  }
  const result = self(one, probe);
  if (result === undefined) return nobody("The other tenant gave no answer about itself.");
  const isAbsent = result.outcome === "refused" && result.seen.includes("ENOENT");
  const seen = (isAbsent ? absences[probe] : undefined) ?? result.seen;
  return { by: "target", outcome: checkProof(probe, result, one).outcome, seen };
}

/** A canary that was read must be the one that was planted, and a browser that answered the target's. */
function checkProof(probe: ProbeId, finding: Finding, { proof, prepared }: Participant): Finding {
  const { outcome, seen } = finding;
  const expected = probe === "port.browser" ? prepared?.browser.instance : proof;
  if (outcome !== "reached" || finding.proof === undefined || finding.proof === expected)
    return { outcome, seen };
  return { outcome: "unmeasured", seen: `It got an answer, but not the other tenant's: ${seen}` };
}
