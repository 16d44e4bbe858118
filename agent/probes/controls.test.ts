import { describe, expect, test } from "vitest";
import { judgeAttempt } from "#lib/domain/probe/judge-attempt.ts";
import { type ProbeId, probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import type { ProbeControl } from "#lib/domain/probe/record/probe-record.ts";
import { assembleAttempts } from "./assemble-attempts.ts";
import type { Participant } from "./participant.ts";
import { type Finding, reached, refused, unmeasured } from "./runner/finding.ts";
import { hostProbeIds } from "./runner-probes.ts";
import { byNobody, byRoot, type Control, type Known } from "./side.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

type Answers = {
  /** What the source found of itself, and the target of itself. */
  readonly source?: Finding;
  readonly target?: Finding;
  readonly sourceKnown?: Partial<Known>;
  readonly targetKnown?: Partial<Known>;
  readonly one?: Partial<Participant>;
};

const through = reached("It got there.", proof);
const turnedAway = refused("errno", "No: EACCES.", "EACCES");
const atProcess = (control: Control) =>
  new Map(probeIds.filter((id) => id.startsWith("process.")).map((id) => [id, control]));
const rootCan = byRoot("reached", "The host agent can.");

/** Whether each probe is proven where the source was turned away from everything. */
function isProven(answers: Answers): (probe: ProbeId) => boolean {
  const { source: own = through, target: itself = through, one = {} } = answers;
  const source = sideOf("source", { target: turnedAway, source: own }, answers.sourceKnown);
  // Of the host as of the target.
  if (source.one.prepared !== null)
    source.one.prepared = {
      ...source.one.prepared,
      own: Object.fromEntries(hostProbeIds.map((id) => [id, turnedAway])),
    };
  const target = sideOf(
    "target",
    { target: itself },
    { processControls: atProcess(rootCan), ...answers.targetKnown },
  );
  const attempts = assembleAttempts(source, { ...target, one: { ...target.one, ...one } });
  const verdicts = new Map(attempts.map((attempt) => [attempt.probe, judgeAttempt(attempt).verdict]));
  return (probe) => verdicts.get(probe) === "proven";
}

const controlledBy = (...controls: readonly ProbeControl[]) =>
  probeIds.filter((id) => probeOf(id).tried !== "squatting" && controls.includes(probeOf(id).control));

test("being turned away is proof where whoever must be able to could", () => {
  const proven = isProven({});
  for (const id of controlledBy("target", "own-workspace", "root-at-process", "root-at-inspector"))
    expect(proven(id), id).toBe(true);
});

describe("nothing that the target must be able to is proven by being turned away", () => {
  const problem = "Its runner ended.";
  test.each<[where: string, answers: Answers]>([
    ["it read another canary than the one that was planted", { target: reached("Read.", otherProof) }],
    ["it was turned away from itself", { target: turnedAway }],
    ["it could not measure itself", { target: unmeasured("unclear", "Odd.") }],
    ["it gave no answer about itself", { one: { results: new Map() } }],
    ["nothing could be tried from it", { one: { problem } }],
    ["what it answered can't be believed", { targetKnown: { fault: "It lies." } }],
  ])("where %s", (_, answers) => {
    const proven = isProven(answers);
    for (const id of controlledBy("target")) expect(proven(id), id).toBe(false);
  });
});

describe("nothing that is tried by way of the source's own workspace is proven", () => {
  test.each<[where: string, answers: Answers]>([
    ["the way did not lead into it", { source: turnedAway }],
    ["it could not be told whether the way led into it", { source: unmeasured("unclear", "Odd.") }],
    ["the target does not get at its own", { target: turnedAway }],
    ["nothing could be tried from the target", { one: { problem: "Its runner ended." } }],
    ["what the target answered can't be believed", { targetKnown: { fault: "It lies." } }],
  ])("where %s", (_, answers) => {
    const proven = isProven(answers);
    for (const id of controlledBy("own-workspace")) expect(proven(id), id).toBe(false);
  });
});

describe("what root must be able to is proven only where root could:", () => {
  const failures = [byRoot("unmeasured", "It could not."), byRoot("refused", "No."), byNobody("Not tried.")];

  test.each(controlledBy("root-at-process", "root-at-inspector"))("%s", (probe) => {
    expect(isProven({})(probe)).toBe(true);
    for (const control of failures) {
      const processControls = new Map([...atProcess(rootCan), [probe, control] as const]);
      const proven = isProven({ targetKnown: { processControls } });
      expect(proven(probe)).toBe(false);
      const others = controlledBy("root-at-process").filter((id) => id !== probe);
      for (const other of others) expect(proven(other), other).toBe(true);
    }
    const rest = new Map([...atProcess(rootCan)].filter(([id]) => id !== probe));
    expect(isProven({ targetKnown: { processControls: rest } })(probe)).toBe(false);
  });

  const ofHost = { "host.address": rootCan, "host.dashboard": rootCan, "host.metadata": rootCan };
  const atHost = (id: keyof typeof ofHost) => (control: Control) => ({
    sourceKnown: { hostControls: { ...ofHost, [id]: control } },
  });

  test.each<[ProbeId, (control: Control) => Answers]>([
    ["shared.mdns", (multicast) => ({ targetKnown: { multicast } })],
    ["identity.namespaces", (namespaces) => ({ sourceKnown: { namespaces } })],
    ["host.address", atHost("host.address")],
    ["host.dashboard", atHost("host.dashboard")],
    ["host.metadata", atHost("host.metadata")],
  ])("%s", (probe, answers) => {
    expect(isProven(answers(rootCan))(probe)).toBe(true);
    for (const control of failures) expect(isProven(answers(control))(probe)).toBe(false);
  });
});
