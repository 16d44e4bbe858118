import type { OtherHalf, ProbeRecord } from "#lib/domain/probe/record/probe-record.ts";
import { checkProof } from "./check-proof.ts";
import { resultKey } from "./participant.ts";
import { type Finding, reached, unmeasured } from "./runner/finding.ts";
import { conversationThere } from "./runner/protocol.ts";
import type { Side } from "./side.ts";

type Complete = (probe: ProbeRecord, finding: Finding, source: Side, target: Side) => Finding;

const halves: Readonly<Record<OtherHalf, Complete>> = {
  "conversation-at-target": withConversationThere,
  "earlier-device": withEarlierDevice,
  "sudo-rules": (_, finding, { known }) => {
    const { hasSudoRule } = known.facts;
    if (hasSudoRule === true) return reached("A rule in sudoers names it.");
    if (hasSudoRule !== null || finding.outcome === "reached") return finding;
    return unmeasured("untried", "The sudo rules could not be read.");
  },
  "scheduled-work": (_, finding, { known }) => {
    const { scheduled } = known.facts;
    return scheduled.length > 0 ? reached(`There is ${scheduled.join(" and ")}.`) : finding;
  },
};

/** With what belongs to the same question and was found in another way. */
export const withOtherHalf: Complete = (probe, finding, source, target) =>
  probe.otherHalf === undefined ? finding : halves[probe.otherHalf](probe, finding, source, target);

function withConversationThere(probe: ProbeRecord, finding: Finding, source: Side, target: Side): Finding {
  const key = resultKey(target.one.record.slug, conversationThere);
  const there = source.one.results?.get(key)?.finding;
  if (finding.outcome === "reached" || there === undefined || there.outcome === "refused") return finding;
  const seen = "Its own token and key opened a conversation at the other Gateway.";
  return checkProof(probe, there.outcome === "reached" ? { ...there, seen } : there, target.one);
}

/** The agent is let in from the host. Whether this tenant could be, too, shows in the Gateway's having answered it. */
function withEarlierDevice(_: ProbeRecord, finding: Finding, __: Side, { known }: Side): Finding {
  if (finding.outcome === "reached" || finding.code !== "gateway" || !known.hasEarlierDevice) return finding;
  const seen = "A device that was paired before the token was changed is still let in";
  return reached(`${seen}, and the Gateway answers devices of this tenant.`);
}
