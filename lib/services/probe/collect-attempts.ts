import type { AttemptVerdict } from "#lib/domain/probe/marks.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { type JudgedAttempt, judge } from "./judged-attempt.ts";

export type CollectedPair = {
  readonly source: string;
  readonly target: string;
  readonly attempts: ReadonlyMap<ProbeId, JudgedAttempt>;
};

/** How many attempts of a run ended how. */
export type RunCounts = Readonly<Record<AttemptVerdict, number>>;

/** Gathers what a run streams, pair by pair, as far as it has come. */
export class AttemptCollector {
  readonly #known: ReadonlySet<string>;
  readonly #pairs = new Map<
    string,
    { source: string; target: string; attempts: Map<ProbeId, JudgedAttempt> }
  >();
  readonly #counts = { proven: 0, failed: 0, "not-measured": 0 };
  progress: { done: number; total: number } | null = null;
  leftOut: { slug: string; reason: string }[] = [];
  /** Set once the host said that it tried everything. */
  finishedAt: Date | null = null;

  /** @param known slugs of the host's tenants; others, such as a self-test's, are no neighbours of theirs */
  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  get pairs(): readonly CollectedPair[] {
    return [...this.#pairs.values()];
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  take(event: ProbeEvent): void {
    switch (event.type) {
      case "started":
        this.leftOut = event.leftOut.filter(({ slug }) => this.#known.has(slug));
        return;
      case "attempts":
        for (const attempt of event.attempts) this.#add(attempt);
        return;
      case "progress":
        this.progress = { done: event.done, total: event.total };
        return;
      case "finished":
        this.finishedAt = new Date(event.at);
        return;
    }
  }

  #add(attempt: Attempt): void {
    const { source, target, probe } = attempt;
    if (source === target || !this.#known.has(source) || !this.#known.has(target)) return;
    const key = `${source} ${target}`;
    const pair = this.#pairs.get(key) ?? { source, target, attempts: new Map<ProbeId, JudgedAttempt>() };
    this.#pairs.set(key, pair);
    const before = pair.attempts.get(probe);
    if (before !== undefined) this.#counts[before.verdict] -= 1;
    const judged = judge(attempt);
    this.#counts[judged.verdict] += 1;
    pair.attempts.set(probe, judged);
  }
}
