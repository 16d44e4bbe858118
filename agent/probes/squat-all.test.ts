import { expect, test } from "vitest";
import type { AgentContext } from "#agent/context/context.ts";
import { createTenantLock } from "#agent/registry/tenant-lock.ts";
import { judgeAttempt } from "#lib/domain/probe/judge-attempt.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import type { Participant } from "./participant.ts";
import { type SquatPort, squatKey } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";
import { squatAll } from "./squat-all.ts";
import { squatProbes } from "./squat-probes.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

/** What came of taking a port, and whom its tenant hears there. */
type Port = { readonly taken: string; readonly heard: "it" | "another" | "nobody" };
const turnedAway: Port = { taken: "EACCES", heard: "nobody" };
const tookIt: Port = { taken: "taken", heard: "it" };

/** No Gateway of a record runs here, so that nothing more of it is looked at. */
const context = { bootId: "of no Gateway" } as AgentContext;

/** Each has a stretch of ports that nobody on this host has. */
const basePorts = { source: 1200, target: 1400 };
const proofs = { source: proof, target: otherProof };
type Slug = keyof typeof basePorts;

const ownerOf = (port: number): Slug => (port >= basePorts.target ? "target" : "source");

/** A stopped tenant; in the place of its runner stands what it would answer, by owner of the port. */
function stopped(slug: Slug, takes: Readonly<Record<Slug, Port>>, squatters: Slug[]): Participant {
  const { one } = sideOf(slug, {});
  const answers = (ports: readonly SquatPort[], answer: (place: SquatPort) => string) =>
    Promise.resolve(Object.fromEntries(ports.map((place) => [squatKey(place), answer(place)])));
  const session: Partial<RunnerSession> = {
    squat(ports) {
      squatters.push(slug);
      return answers(ports, ({ port }) => takes[ownerOf(port)].taken);
    },
    hear: (ports) =>
      answers(ports, () => {
        const squatter = squatters.at(-1);
        const heard = squatter === undefined ? "nobody" : hearing[squatter][slug];
        const proofOfIt = squatter === undefined ? "" : proofs[squatter];
        return { it: proofOfIt, another: "c".repeat(64), nobody: "" }[heard];
      }),
    release: () => Promise.resolve(),
  };
  const record = { ...one.record, basePort: basePorts[slug] };
  hearing[slug] = { source: takes.source.heard, target: takes.target.heard };
  return { ...one, record, proof: proofs[slug], gateway: null, session: session as RunnerSession };
}
/** By who took a port and whose it is. */
const hearing: Record<Slug, Record<Slug, Port["heard"]>> = {
  source: { source: "nobody", target: "nobody" },
  target: { source: "nobody", target: "nobody" },
};

type Run = {
  readonly source?: Port;
  readonly own?: Port;
  readonly target?: Partial<Participant>;
  readonly isBelieved?: (slug: string) => boolean;
  readonly isWorkedOn?: boolean;
};

/** What became of the source's attempts at the target's ports. */
async function run({
  source = turnedAway,
  own = tookIt,
  target = {},
  isBelieved = () => true,
  isWorkedOn = false,
}: Run) {
  const squatters: Slug[] = [];
  const locks = createTenantLock();
  const from = stopped("source", { source: tookIt, target: source }, squatters);
  const to = { ...stopped("target", { source: turnedAway, target: own }, squatters), ...target };
  const over = Promise.withResolvers<void>();
  if (isWorkedOn) void locks.run(to.record.slug, () => over.promise);
  const sent: Attempt[] = [];
  await squatAll(
    context,
    [from, to],
    ({ record }) => (isBelieved(record.slug) ? null : "It can't be believed."),
    locks,
    new AbortController().signal,
    async (attempts) => void sent.push(...attempts),
  );
  const isHeld = locks.isHeld(to.record.slug);
  over.resolve();
  const attempts = sent.filter((attempt) => attempt.source === "source");
  expect(attempts.map(({ probe }) => probe)).toEqual(squatProbes.map(({ id }) => id));
  const verdicts = new Set(attempts.map((attempt) => judgeAttempt(attempt).verdict));
  return { attempts, verdict: [...verdicts].join(" and "), squatters, isHeld };
}

test.each<[what: string, run: Run, verdict: string]>([
  ["is proven where it was turned away and the owner is heard there", {}, "proven"],
  ["is proven where nobody hears it", { source: { ...tookIt, heard: "nobody" } }, "proven"],
  ["is proven where somebody else is heard", { source: { ...tookIt, heard: "another" } }, "proven"],
  ["failed where it is heard", { source: tookIt }, "failed"],
  ["failed where it is heard, whatever became of the owner", { source: tookIt, own: turnedAway }, "failed"],
  [
    "is not measured where somebody has the port",
    { source: { ...tookIt, taken: "EADDRINUSE" } },
    "not-measured",
  ],
  [
    "is not measured where this host has no such address",
    { source: { ...tookIt, taken: "EADDRNOTAVAIL" } },
    "not-measured",
  ],
  ["is not measured where no kernel says why", { source: { ...tookIt, taken: "no" } }, "not-measured"],
  ["is not measured where the owner can't either", { own: turnedAway }, "not-measured"],
  ["is not measured where the owner is not heard", { own: { ...tookIt, heard: "nobody" } }, "not-measured"],
  [
    "is not measured where another is heard than the owner",
    { own: { ...tookIt, heard: "another" } },
    "not-measured",
  ],
  [
    "is not measured from a source whose answers can't be believed",
    { isBelieved: (slug) => slug !== "source" },
    "not-measured",
  ],
  [
    "is not measured by the word of an owner whose answers can't be believed",
    { isBelieved: (slug) => slug !== "target" },
    "not-measured",
  ],
  [
    "is measured at a derived one alone while the owner's Gateway isn't seen to hold its first",
    { target: { gateway: sideOf("target", {}).one.gateway } },
    "not-measured and proven",
  ],
  [
    "is not measured where nothing was prepared for the owner",
    { target: { prepared: null } },
    "not-measured",
  ],
  ["is not measured where the owner is being worked on", { isWorkedOn: true }, "not-measured"],
])("taking a port of a stopped tenant %s", async (_, which, verdict) => {
  expect((await run(which)).verdict).toBe(verdict);
});

test("no port is taken by whoever can't be believed, or of a tenant that is being worked on", async () => {
  expect((await run({})).squatters).toEqual(["source", "target"]);
  expect((await run({ isBelieved: (slug) => slug !== "source" })).squatters).toEqual(["target"]);
  const { attempts, isHeld } = await run({ isWorkedOn: true });
  expect(isHeld).toBe(true);
  expect(attempts.map(({ seen }) => seen)).toEqual(
    squatProbes.map(() => "Its ports could not be tried now."),
  );
});

test("a target may be started again afterwards", async () => {
  expect((await run({})).isHeld).toBe(false);
});
