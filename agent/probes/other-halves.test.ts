import { describe, expect, it } from "vitest";
import { probeOf } from "#lib/domain/probe/probes.ts";
import { withOtherHalf } from "./other-halves.ts";
import { resultKey } from "./participant.ts";
import { type Finding, reached, refused, unmeasured } from "./runner/finding.ts";
import { conversationThere } from "./runner/protocol.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

const wall = refused("closed", "It was turned away.");
const doubt = unmeasured("unclear", "It can be read either way.");
const through = reached("It got there.");
const { facts } = sideOf("source", {}).known;
const target = sideOf("target", {});

it.each<[what: string, hasSudoRule: boolean | null, finding: Finding, outcome: string]>([
  ["a rule counts, whatever sudo says", true, wall, "reached"],
  ["what sudo says counts where no rule names it", false, wall, "refused"],
  ["and so does its doubt", false, doubt, "unmeasured"],
  ["a wall is none where the rules can't be read", null, wall, "unmeasured"],
  ["getting through counts without them", null, through, "reached"],
])("of sudo %s", (_, hasSudoRule, finding, outcome) => {
  const source = sideOf("source", {}, { facts: { ...facts, hasSudoRule } });
  expect(withOtherHalf(probeOf("identity.sudo"), finding, source, target).outcome).toBe(outcome);
});

it.each<[what: string, scheduled: readonly string[], finding: Finding, outcome: string]>([
  ["one table counts, whatever crontab says", ["/var/spool/cron/crontabs/x"], wall, "reached"],
  ["what crontab says counts where there is none", [], wall, "refused"],
  ["and so does its doubt", [], doubt, "unmeasured"],
])("of scheduled work %s", (_, scheduled, finding, outcome) => {
  const source = sideOf("source", {}, { facts: { ...facts, scheduled } });
  expect(withOtherHalf(probeOf("identity.scheduled"), finding, source, target).outcome).toBe(outcome);
});

describe("what its own token and key do at the other Gateway", () => {
  it.each<[what: string, there: Finding | null, finding: Finding, outcome: string]>([
    ["counts where they open the other's conversation", reached("Read.", proof), wall, "reached"],
    ["proves nothing where they open another one", reached("Read.", otherProof), wall, "unmeasured"],
    ["makes a wall doubtful where it is not known", doubt, wall, "unmeasured"],
    ["leaves a wall a wall where they were turned away", wall, wall, "refused"],
    ["leaves a wall a wall where there was nothing to try", null, wall, "refused"],
    ["takes nothing back that got through", wall, through, "reached"],
  ])("%s", (_, there, finding, outcome) => {
    const source = sideOf("source", {});
    if (there !== null)
      source.one.results = new Map([
        [
          resultKey("target", conversationThere),
          { type: "result", probe: conversationThere, target: "target", ms: 1, finding: there },
        ],
      ]);
    expect(withOtherHalf(probeOf("gateway.session-key"), finding, source, target).outcome).toBe(outcome);
  });
});

it("a probe without another half is what was found", () => {
  const source = sideOf("source", {}, { facts: { ...facts, hasSudoRule: true, scheduled: ["/x"] } });
  expect(withOtherHalf(probeOf("files.state"), wall, source, target)).toBe(wall);
});
