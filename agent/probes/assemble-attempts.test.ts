import { describe, expect, test } from "vitest";
import { judgeAttempt } from "#lib/domain/probe/judge-attempt.ts";
import { type ProbeId, probeIds, probeOf } from "#lib/domain/probe/probes.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import type { HostAbsence, TenantAbsence } from "./absences.ts";
import { assembleAttempts } from "./assemble-attempts.ts";
import { doubts, type Finding, reached, refusals, refused, unmeasured } from "./runner/finding.ts";
import { byRoot, type Side } from "./side.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

const facts = [undefined, "ENOENT"];
const everyFinding: readonly Finding[] = [
  reached("It got through."),
  reached("It read a canary.", proof),
  reached("It read another's canary.", otherProof),
  ...refusals.flatMap((code) => facts.map((fact) => refused(code, "It was turned away.", fact))),
  ...doubts.flatMap((code) => facts.map((fact) => unmeasured(code, "It was not measured.", fact))),
];

/** Words that would decide something if words did. */
const rewordings = [
  "With a device that nobody approved: PAIRING_REQUIRED. List /srv/x is what it tried.",
  "List /srv/x: ENOENT. It was let in, reached and refused; unmeasured: EACCES. 404, UNAVAILABLE.",
  "",
];

type Case = {
  readonly there: Finding;
  readonly self: Finding;
  readonly hasEarlierDevice: boolean;
  readonly hasCache: boolean;
  /** What the agent saw not to be there, of the target and of the host. */
  readonly absent?: readonly TenantAbsence[];
  readonly hostAbsences?: readonly HostAbsence[];
};

function assemble({ there, self, hasEarlierDevice, hasCache, ...seen }: Case): readonly Attempt[] {
  const { absent = [], hostAbsences = [] } = seen;
  const ofHost = { hostAbsences: new Map(hostAbsences.map((each) => [each, "Nobody is there."])) };
  const source = sideOf("source", { target: there, source: there }, ofHost);
  const target = sideOf("target", { target: self }, { hasEarlierDevice, absent: new Set(absent), ...ofHost });
  const caches = hasCache ? [{ path: "/tmp/cache", id: "1:2" }] : [];
  if (target.one.target !== null) target.one.target = { ...target.one.target, compileCaches: caches };
  return assembleAttempts(source, target);
}

const outcomesOf = (attempts: readonly Attempt[]) =>
  attempts.map((attempt) => {
    const { probe, outcome, control } = attempt;
    return `${probe} ${outcome} ${control.by} ${control.outcome} ${judgeAttempt(attempt).verdict}`;
  });
const of = (attempts: readonly Attempt[], probe: ProbeId) => attempts.find((each) => each.probe === probe);

/** What the target finds of itself, and what else is known of it. */
const targets: readonly Omit<Case, "there">[] = [
  { self: reached("It got there.", proof), hasEarlierDevice: true, hasCache: true },
  { self: refused("errno", "List it: ENOENT.", "ENOENT"), hasEarlierDevice: false, hasCache: false },
  { self: unmeasured("nothing", "There is none."), hasEarlierDevice: true, hasCache: false },
];

test.each(everyFinding)("words decide nothing, whatever they say in place of %o", (there) => {
  for (const target of targets) {
    const outcomes = outcomesOf(assemble({ ...target, there }));
    for (const seen of rewordings) {
      const self = { ...target.self, seen };
      expect(outcomesOf(assemble({ ...target, self, there: { ...there, seen } }))).toEqual(outcomes);
    }
  }
});

test("every probe but squatting is answered once, in the order of the records", () => {
  const attempts = assemble({
    there: reached("Yes."),
    self: reached("Yes."),
    hasEarlierDevice: false,
    hasCache: true,
  });
  expect(attempts.map(({ probe }) => probe)).toEqual(
    probeIds.filter((id) => probeOf(id).tried !== "squatting"),
  );
});

const gotThere = { self: reached("Yes.", proof), hasEarlierDevice: false, hasCache: true };

describe("a device that was paired before the token was changed", () => {
  test.each<[answer: Finding, outcome: string]>([
    [refused("gateway", "Turned away.", "PAIRING_REQUIRED"), "reached"],
    [refused("gateway", "Turned away."), "reached"],
    [unmeasured("gateway", "Not ready.", "UNAVAILABLE"), "reached"],
    [refused("errno", "With a device: ECONNREFUSED.", "ECONNREFUSED"), "refused"],
    [refused("silence", "With a device: NOTHING."), "refused"],
    [unmeasured("silence", "With a device: NOTHING."), "unmeasured"],
  ])("is let in where the Gateway answers: %o is %s", (there, outcome) => {
    const attempts = assemble({ ...gotThere, there, hasEarlierDevice: true });
    expect(of(attempts, "gateway.paired-device")).toMatchObject({ outcome });
    expect(of(assemble({ ...gotThere, there }), "gateway.paired-device")?.outcome).toBe(there.outcome);
  });
});

const walls: readonly (readonly [ProbeId, Partial<Case>])[] = [
  ["identity.container-socket", { hostAbsences: ["container-socket"] }],
  ["shared.compile-cache", { absent: ["compile-cache"] }],
];

describe("nothing that could be got at", () => {
  const nothing = unmeasured("nothing", "There is none.");

  test.each(walls)("is the wall of %s where the host agent saw it, and no wall otherwise", (probe, seen) => {
    const untold = assemble({ ...gotThere, there: nothing });
    expect(of(untold, probe)).toMatchObject({ outcome: "unmeasured" });
    expect(of(assemble({ ...gotThere, there: nothing, ...seen }), probe)).toMatchObject({
      outcome: "refused",
    });
  });

  test.each(["files.state", "gateway.http", "identity.scheduled"] as const)(
    "measures nothing of %s",
    (probe) => {
      expect(of(assemble({ ...gotThere, there: nothing }), probe)).toMatchObject({ outcome: "unmeasured" });
    },
  );

  test("is not what a socket is that gave no answer to be judged by", () => {
    const there = unmeasured("errno", "Connect to /run/docker.sock: EAGAIN.", "EAGAIN");
    const attempt = of(assemble({ ...gotThere, there }), "identity.container-socket");
    expect(attempt).toMatchObject({ outcome: "unmeasured" });
  });
});

test("why there is nothing is said by root where root knows", () => {
  const known = { multicast: byRoot("unmeasured", "Nothing is heard on this network.") };
  const there = unmeasured("nothing", "It heard nothing.");
  const target = sideOf("target", { target: reached("Yes.", proof) }, known);
  const attempts = assembleAttempts(sideOf("source", { target: there }), target);
  expect(of(attempts, "shared.mdns")?.seen).toBe("Nothing is heard on this network.");
  expect(of(attempts, "files.state")?.seen).toBe("It heard nothing.");
});

const noEntry = refused("errno", "List /srv/x: ENOENT.", "ENOENT");
const off = unmeasured("http", "With no token: 404.", 404);
const seenAbsences: readonly (readonly [ProbeId, Finding, Partial<Case>])[] = [
  ["files.backups", noEntry, { absent: ["backups"] }],
  ["files.browser", noEntry, { absent: ["browser-profile"] }],
  ["files.credentials", noEntry, { absent: ["channel-credentials"] }],
  ["gateway.openai", off, { absent: ["openai-api"] }],
  ["host.address", unmeasured("nothing", "No address."), { hostAbsences: ["host-address"] }],
  ["host.dashboard", unmeasured("nothing", "No dashboard."), { hostAbsences: ["dashboard"] }],
  ["host.metadata", unmeasured("nothing", "No metadata."), { hostAbsences: ["metadata-service"] }],
];

describe("what the host agent saw not to be there", () => {
  const everything: Partial<Case> = {
    absent: ["backups", "browser-profile", "channel-credentials", "openai-api"],
    hostAbsences: ["host-address", "dashboard", "metadata-service"],
  };
  const ofHost = (probe: ProbeId) => probe.startsWith("host.");
  const tried = (probe: ProbeId, there: Finding, self: Finding, seen: Partial<Case>) =>
    of(assemble({ ...gotThere, there, self, ...seen }), probe)?.outcome;

  test("is named by every probe that could not always be tried, and has no need that says so", () => {
    const named = probeIds.filter((id) => probeOf(id).absence && !probeOf(id).isAbsenceWall);
    expect(seenAbsences.map(([probe]) => probe).sort()).toEqual([...named].sort());
  });

  test.each(seenAbsences)("makes %s not applicable, and it alone", (probe, found, seen) => {
    const attempts = assemble({ ...gotThere, there: found, self: found, ...seen });
    expect(attempts.filter(({ outcome }) => outcome === "absent")).toMatchObject([
      { probe, control: { by: "root", outcome: "refused" } },
    ]);
  });

  test.each(seenAbsences)(
    "is nobody else's word: %s stays not measured when only tenants tell of it",
    (probe, found) => {
      const untold = { absent: [], hostAbsences: [] };
      // The control of what is the host's is the agent's own, which got through in these tests.
      expect(tried(probe, found, found, untold)).toBe("unmeasured");
    },
  );

  test.each(seenAbsences)("takes back no way in: %s that got through did", (probe, found, seen) => {
    expect(tried(probe, reached("It got through."), found, seen)).toBe("reached");
  });

  test.each(seenAbsences)(
    "is no answer that is missing: %s without one is not measured",
    (probe, found, seen) => {
      const missing = unmeasured("untried", "It broke off.");
      expect(tried(probe, missing, found, seen)).toBe("unmeasured");
    },
  );

  test.each(seenAbsences.filter(([probe]) => !ofHost(probe)))(
    "doesn't stand against the target's own: %s is measured where the target gets at it",
    (probe, _, seen) => {
      expect(tried(probe, noEntry, reached("It is here.", proof), seen)).toBe("refused");
      expect(tried(probe, off, reached("It is here.", proof), seen)).toBe("unmeasured");
      expect(tried(probe, refused("http", "401.", 401), off, seen)).toBe("unmeasured");
    },
  );

  test.each<[trouble: string, change: (side: Side) => Side]>([
    ["died", ({ one, known }) => ({ known, one: { ...one, problem: "It was killed." } })],
    ["lies", ({ one, known }) => ({ one, known: { ...known, fault: "It brought no canary back." } })],
  ])("counts for nothing where the target's runner %s", (_, change) => {
    const hostAbsences = new Map(everything.hostAbsences?.map((each) => [each, "Nobody is there."]));
    const own = unmeasured("nothing", "There is none.");
    const source = sideOf("source", { target: noEntry, source: own }, { hostAbsences });
    const target = change(sideOf("target", { target: noEntry }, { absent: new Set(everything.absent) }));
    expect(assembleAttempts(source, target).filter(({ outcome }) => outcome === "absent")).toEqual([]);
  });

  test("counts for nothing where the target gave no answer about itself", () => {
    const source = sideOf("source", { target: noEntry, source: noEntry });
    const { one, known } = sideOf("target", {}, { absent: new Set(everything.absent) });
    const attempts = assembleAttempts(source, { known, one: { ...one, results: new Map() } });
    expect(attempts.filter(({ outcome }) => outcome === "absent")).toEqual([]);
  });

  test("counts for nothing from a source that is in trouble", () => {
    const known = { absent: new Set(everything.absent), fault: "It brought no canary back." };
    const [source, target] = [sideOf("source", { target: noEntry }, known), sideOf("target", {}, known)];
    const attempts = assembleAttempts(source, target);
    expect(new Set(attempts.map(({ outcome }) => outcome))).toEqual(new Set(["unmeasured"]));
  });
});

test("a source's own word that it has no browser turns nobody away", () => {
  const none = { state: "off", port: null, instance: null, note: "Its browser is off." } as const;
  const shared = (absent: readonly TenantAbsence[]) => {
    const source = sideOf("source", {}, { absent: new Set(absent) });
    if (source.one.prepared !== null) source.one.prepared = { ...source.one.prepared, browser: none };
    return of(assembleAttempts(source, sideOf("target", {})), "port.browser-shared");
  };
  expect(shared([])).toMatchObject({ outcome: "unmeasured", seen: "Its browser is off." });
  expect(shared(["browser-setting"])).toMatchObject({ outcome: "unmeasured" });
  expect(shared(["browser-setting", "browser-process"])).toMatchObject({ outcome: "refused" });
});

test("another's canary, or another's browser, is no way in", () => {
  const attempts = assemble({ ...gotThere, there: reached("Read it.", otherProof) });
  for (const probe of ["files.workspace", "port.browser", "port.cdp"] as const)
    expect(of(attempts, probe)).toMatchObject({ outcome: "unmeasured" });
});

test("a browser is known by its own name, and by no canary", () => {
  const target = sideOf("target", { target: reached("It runs.", proof) });
  const { prepared } = target.one;
  if (prepared === null) throw new Error("It is prepared.");
  target.one.prepared = { ...prepared, browser: { ...prepared.browser, instance: otherProof } };
  const through = (there: string) =>
    of(assembleAttempts(sideOf("source", { target: reached("Asked.", there) }), target), "port.browser");
  expect(through(proof)).toMatchObject({ outcome: "unmeasured", control: { outcome: "unmeasured" } });
  expect(through(otherProof)).toMatchObject({ outcome: "reached" });
});

test.each(everyFinding)("nothing is proven of a source whose answers can't be believed: %o", (there) => {
  const source = sideOf("source", { target: there, source: there }, { fault: "It read no open file." });
  const target = sideOf("target", { target: reached("It got there.", proof) });
  for (const attempt of assembleAttempts(source, target)) {
    expect(judgeAttempt(attempt).verdict, attempt.probe).toBe("not-measured");
    expect(attempt.seen).toContain("It read no open file.");
  }
});

test("being turned away from what nobody could get at is no proof", () => {
  const there = refused("errno", "No: EACCES.", "EACCES");
  const attempts = assemble({ ...gotThere, there, self: unmeasured("unclear", "It could not either.") });
  expect(of(attempts, "files.workspace")).toMatchObject({
    outcome: "unmeasured",
    seen: "It could not either.",
  });
});
