import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgePair } from "#lib/domain/probe/judge-pair.ts";
import { outcomes } from "#lib/domain/probe/outcome.ts";
import { probeIds } from "#lib/domain/probe/probes.ts";
import { readVerdictString } from "#lib/domain/probe/verdict-string.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { AttemptCollector, type SourceAttempts } from "./collect-attempts.ts";
import { judge } from "./judged-attempt.ts";
import { buildAttempt, buildFinished } from "./testing/probe-events.ts";

const slugs = ["acme", "bolt", "cove"].map((slug) => slugSchema.parse(slug));
const known = new Set<string>(slugs);

const attempt: fc.Arbitrary<Attempt> = fc
  .record({
    source: fc.constantFrom(...slugs),
    target: fc.constantFrom(...slugs),
    probe: fc.constantFrom(...probeIds.slice(0, 4)),
    outcome: fc.constantFrom(...outcomes),
  })
  .map(({ source, target, probe, outcome }) => buildAttempt(source, target, probe, outcome));

describe("the attempts of a run", () => {
  it("come to the same however the host cuts and mixes what it tells", () => {
    fc.assert(
      fc.property(fc.array(fc.array(attempt, { maxLength: 8 }), { maxLength: 12 }), (batches) => {
        const collector = new AttemptCollector(known);
        const handed = batches.flatMap((attempts) => collector.take({ type: "attempts", attempts }));
        handed.push(...collector.take(buildFinished()));
        expect(kept(handed)).toEqual(expected(batches.flat()));
        const verdicts = [...lastOfEach(batches.flat()).values()].map((one) => judge(one).verdict);
        for (const verdict of ["proven", "failed", "not-measured", "not-applicable"] as const) {
          expect(collector.counts[verdict]).toBe(verdicts.filter((each) => each === verdict).length);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("are held of one tenant only", () => {
    const collector = new AttemptCollector(known);
    const tell = (source: string, target: string) =>
      collector.take({ type: "attempts", attempts: [buildAttempt(source, target, "files.state")] });
    expect([...tell("acme", "bolt"), ...tell("acme", "cove")]).toEqual([]);
    expect(tell("bolt", "acme")).toMatchObject([
      { source: "acme", pairs: [{ target: "bolt" }, { target: "cove" }] },
    ]);
    expect(collector.handOver()).toMatchObject([{ source: "bolt", pairs: [{ target: "acme" }] }]);
    expect(collector.handOver()).toEqual([]);
  });
});

/** What is left when each source is put over what was kept before. */
function kept(handed: readonly SourceAttempts[]) {
  const pairs = new Map<string, { marks: string; verdict: string; seen: Map<string, string> }>();
  for (const { source, pairs: list } of handed) {
    for (const { target, marks, verdict, attempts } of list) {
      const seen = pairs.get(`${source} ${target}`)?.seen ?? new Map();
      for (const each of attempts) seen.set(each.probe, each.verdict);
      pairs.set(`${source} ${target}`, { marks, verdict, seen });
    }
  }
  return Object.fromEntries(
    [...pairs].map(([key, { marks, verdict, seen }]) => {
      expect(new Map(readVerdictString(probeIds, marks))).toEqual(seen);
      return [key, { verdict, seen: Object.fromEntries(seen) }];
    }),
  );
}

function lastOfEach(attempts: readonly Attempt[]): Map<string, Attempt> {
  const others = attempts.filter(({ source, target }) => source !== target);
  return new Map(others.map((one) => [`${one.source} ${one.target} ${one.probe}`, one]));
}

function expected(attempts: readonly Attempt[]) {
  const pairs = Map.groupBy(lastOfEach(attempts).values(), ({ source, target }) => `${source} ${target}`);
  return Object.fromEntries(
    [...pairs].map(([key, list]) => {
      const seen = new Map(list.map((one) => [one.probe, judge(one).verdict] as const));
      return [key, { verdict: judgePair(seen), seen: Object.fromEntries(seen) }];
    }),
  );
}
