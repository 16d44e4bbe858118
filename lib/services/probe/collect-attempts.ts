import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { judgePair } from "#lib/domain/probe/judge-pair.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probes.ts";
import {
  type AttemptEnding,
  readVerdictString,
  writeVerdictString,
} from "#lib/domain/probe/verdict-string.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { type JudgedAttempt, judge } from "./judged-attempt.ts";

/** What was tried from one tenant, as far as it was not handed over before. */
export type SourceAttempts = { readonly source: string; readonly pairs: readonly CollectedPair[] };
export type CollectedPair = {
  readonly target: string;
  /** Of everything that was tried between the two, handed over before or now. */
  readonly verdict: Verdict;
  readonly marks: string;
  /** Those that came since; the last one where a probe was tried again. */
  readonly attempts: readonly JudgedAttempt[];
};

/** How many attempts of a run ended how. */
export type RunCounts = Readonly<Record<AttemptEnding, number>>;

type OpenPair = {
  readonly attempts: Map<ProbeId, JudgedAttempt>;
  readonly verdicts: Map<ProbeId, AttemptEnding>;
};

/**
 * Gathers what a run streams and hands it over source by source. It holds the
 * attempts of one source, and of everything before only a letter an attempt:
 * all attempts of a large host would take hundreds of megabytes.
 */
export class AttemptCollector {
  readonly #known: ReadonlySet<string>;
  readonly #marks = new Map<string, string>();
  readonly #counts = { proven: 0, failed: 0, "not-measured": 0, "not-applicable": 0 };
  #source = "";
  #open = new Map<string, OpenPair>();
  progress: { done: number; total: number } | null = null;
  leftOut: { slug: string; reason: string }[] = [];
  /** Set once the host said that it tried everything. */
  finishedAt: Date | null = null;

  /** @param known slugs of the host's tenants; others, such as a self-test's, are no neighbours of theirs */
  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  /** How many pairs were handed over. */
  get pairs(): number {
    return this.#marks.size;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  /** @returns sources of which the host now tells no more */
  take(event: ProbeEvent): SourceAttempts[] {
    switch (event.type) {
      case "started":
        this.leftOut = event.leftOut.filter(({ slug }) => this.#known.has(slug));
        return [];
      case "attempts":
        return event.attempts.flatMap((attempt) => this.#add(attempt));
      case "progress":
        this.progress = { done: event.done, total: event.total };
        return [];
      case "finished":
        this.finishedAt = new Date(event.at);
        return this.handOver();
    }
  }

  /** What came of the source that the host told of last, in one piece or none. */
  handOver(): SourceAttempts[] {
    const source = this.#source;
    const pairs = [...this.#open].map(([target, { attempts, verdicts }]) => {
      const marks = writeVerdictString(probeIds, verdicts);
      this.#marks.set(keyOf(source, target), marks);
      return { target, verdict: judgePair(verdicts), marks, attempts: [...attempts.values()] };
    });
    this.#open = new Map();
    return pairs.length === 0 ? [] : [{ source, pairs }];
  }

  #add(attempt: Attempt): SourceAttempts[] {
    const { source, target, probe } = attempt;
    if (source === target || !this.#known.has(source) || !this.#known.has(target)) return [];
    const through = source === this.#source ? [] : this.handOver();
    this.#source = source;
    const pair = this.#open.get(target) ?? this.#reopen(source, target);
    this.#open.set(target, pair);
    const before = pair.verdicts.get(probe);
    if (before !== undefined) this.#counts[before] -= 1;
    const judged = judge(attempt);
    this.#counts[judged.verdict] += 1;
    pair.verdicts.set(probe, judged.verdict);
    pair.attempts.set(probe, judged);
    return through;
  }

  #reopen(source: string, target: string): OpenPair {
    const marks = this.#marks.get(keyOf(source, target)) ?? "";
    return { attempts: new Map(), verdicts: new Map(readVerdictString(probeIds, marks)) };
  }
}

/** No slug has a blank. */
function keyOf(source: string, target: string): string {
  return `${source} ${target}`;
}
